package dev.hachi.runtime.entity;

import java.time.Instant;

/** How often one entity was invoked lately. Confined to {@link Residents}. */
final class Heat {
  private static final long WINDOW_SECONDS = 60;

  private long window;
  private int inWindow;
  private int before;

  void add(Instant now) {
    turn(now);
    inWindow++;
  }

  /** In the minute of {@code now} and the one before. */
  int recent(Instant now) {
    turn(now);
    return inWindow + before;
  }

  private void turn(Instant now) {
    var current = now.getEpochSecond() / WINDOW_SECONDS;
    if (current != window) {
      before = current == window + 1 ? inWindow : 0;
      inWindow = 0;
      window = current;
    }
  }
}
