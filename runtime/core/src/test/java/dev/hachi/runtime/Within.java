package dev.hachi.runtime;

import java.time.Duration;

/** The default limits, but for one. */
final class Within {
  private static final Limits DEFAULT = Limits.DEFAULT;

  private Within() {}

  static Limits waiting(int max) {
    return new Limits(DEFAULT.runMax(), max, DEFAULT.ids(), DEFAULT.live(), DEFAULT.messages());
  }

  static Limits ids(Limits limits, Limits.Ids ids) {
    return new Limits(limits.runMax(), limits.waitingMax(), ids, limits.live(), limits.messages());
  }

  static Limits live(int max) {
    return live(new Limits.Live(max, DEFAULT.live().idleMax()));
  }

  static Limits idle(Duration max) {
    return live(new Limits.Live(DEFAULT.live().max(), max));
  }

  static Limits runs(Duration max) {
    return new Limits(max, DEFAULT.waitingMax(), DEFAULT.ids(), DEFAULT.live(), DEFAULT.messages());
  }

  static Limits messages(Limits.Messages messages) {
    return new Limits(
        DEFAULT.runMax(), DEFAULT.waitingMax(), DEFAULT.ids(), DEFAULT.live(), messages);
  }

  private static Limits live(Limits.Live live) {
    return new Limits(
        DEFAULT.runMax(), DEFAULT.waitingMax(), DEFAULT.ids(), live, DEFAULT.messages());
  }
}
