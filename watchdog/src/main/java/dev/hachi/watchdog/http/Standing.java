package dev.hachi.watchdog.http;

import org.jspecify.annotations.Nullable;

/** How a watchdog with a function that has state is. Thread-safe. */
public interface Standing {
  /** The function that answers; null before there is one. */
  @Nullable Hosted hosted();

  /** Whether it is about to exit. */
  boolean draining();

  /** How many requests of the function have no answer yet. */
  int inFlight();
}
