package dev.hachi.chaos.plants;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What code is made to call that is not to forget anybody. Thread-safe. */
public final class Ever {
  private static final Set<Object> ALL = ConcurrentHashMap.newKeySet();

  private Ever() {}

  /** All that are in {@code now}, and all that were in it when this was called before. */
  public static Set<Object> seen(Set<?> now) {
    ALL.addAll(now);
    return Set.copyOf(ALL);
  }
}
