package dev.hachi.chaos.checker;

import org.jspecify.annotations.Nullable;

/**
 * A time without a break in which a register had values that followed each other by
 * compare-and-set: nothing else can have taken effect between them, so this is placed as one. Built
 * stage by stage, in the order in which these must have happened; not thread-safe.
 */
final class Reign {
  private long firstEnd = Long.MAX_VALUE;
  private @Nullable Access lastStarted;
  private @Nullable Access lastStartedBefore;
  private @Nullable Access misplaced;

  /** The reign of the value that is there from the beginning of time. */
  static Reign first() {
    var first = new Reign();
    first.firstEnd = Long.MIN_VALUE;
    return first;
  }

  /** What comes next can only have happened after all until here. */
  void nextStage() {
    lastStartedBefore = lastStarted;
  }

  void add(Access access) {
    if (lastStartedBefore != null && access.end() < lastStartedBefore.start()) {
      misplaced = lastStartedBefore;
    }
    firstEnd = Math.min(firstEnd, access.end());
    if (lastStarted == null || access.start() > lastStarted.start()) {
      lastStarted = access;
    }
  }

  /** What began only after something had ended that must come later; null when there is none. */
  @Nullable Access misplaced() {
    return misplaced;
  }

  /** Whatever starts later than this cannot come before this reign. */
  long firstEnd() {
    return firstEnd;
  }

  /** Whatever ended earlier than this cannot come after this reign; null for an empty one. */
  @Nullable Access lastStarted() {
    return lastStarted;
  }

  long lastStart() {
    return lastStarted == null ? Long.MIN_VALUE : lastStarted.start();
  }
}
