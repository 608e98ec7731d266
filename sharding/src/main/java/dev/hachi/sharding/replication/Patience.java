package dev.hachi.sharding.replication;

/**
 * How many ticks a shard waits for what; a tick is what its surroundings make it, 50 ms in a
 * replica.
 */
final class Patience {
  /** After which what was not answered is sent again. */
  static final int REPEAT = 4;

  /** For the answer of a member whether it serves the shard; a dead one cannot say. */
  static final int SILENCE = 6;

  /** For the next sign of one that is about to hand the shard over. */
  static final int BUSY = 40;

  /** For a hand-over in all. */
  static final int HAND_OVER = 600;

  /** How long after its last sign one who seeks the shard counts as being there. */
  static final int SOUGHT = 10;

  private Patience() {}

  /** Before another attempt against a living rival; differs, so that one of them wins. */
  static int rivalry(Ballot ballot) {
    return 1 + Math.floorMod(ballot.hashCode() * 31 + (int) ballot.counter(), 8);
  }
}
