package dev.hachi.watchdog.admin;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One thing that operators may look at. Thread-safe; never blocks. */
public interface AdminPage {
  /** Its content now: names to JSON's own kinds of values, lists and maps of them included. */
  CompletionStage<Map<String, ?>> content();
}
