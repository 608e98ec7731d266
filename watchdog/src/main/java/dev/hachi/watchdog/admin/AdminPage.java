package dev.hachi.watchdog.admin;

import java.util.Map;
import java.util.concurrent.CompletionStage;

/** One thing that operators may look at. Thread-safe; never blocks. */
public interface AdminPage {
  /**
   * Its content now: names to JSON's own kinds of values, lists and maps of them included. It may
   * complete with an {@link AdminException}.
   *
   * @param query what was asked for, by name; mostly nothing
   */
  CompletionStage<Map<String, ?>> content(Map<String, String> query);
}
