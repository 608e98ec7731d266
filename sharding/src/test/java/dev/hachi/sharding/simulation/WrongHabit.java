package dev.hachi.sharding.simulation;

/** Entities with one habit that is wrong, and a seed shortly before one that shows it. */
@SuppressWarnings("ImmutableEnumChecker") // both are stateless
enum WrongHabit {
  REPLIES_BEFORE_THE_COMMIT(
      0,
      new Practice() {
        @Override
        boolean repliesWhenStored() {
          return false;
        }
      }),
  TELLS_BEFORE_THE_COMMIT(
      20,
      new Practice() {
        @Override
        boolean tellsWhenStored() {
          return false;
        }
      }),
  IDS_FORGOTTEN_ON_HAND_OVER(
      0,
      new Practice() {
        @Override
        boolean knowsId(boolean stored) {
          return !stored;
        }
      }),
  TIMERS_LOST_ON_HAND_OVER(
      0,
      new Practice() {
        @Override
        boolean wakesAtOpen() {
          return false;
        }
      });

  private final long from;
  private final Practice practice;

  WrongHabit(long from, Practice practice) {
    this.from = from;
    this.practice = practice;
  }

  long from() {
    return from;
  }

  Practice practice() {
    return practice;
  }
}
