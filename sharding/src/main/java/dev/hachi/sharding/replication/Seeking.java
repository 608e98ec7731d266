package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Asks the others whether one of them serves the shard, so that it is handed over in good order
 * instead of being taken away. Only courtesy: ballots keep the data right.
 */
final class Seeking {
  private final Set<Member> silent;
  private int patience = Patience.SILENCE;
  private int left = Patience.HAND_OVER;

  Seeking(Collection<Member> others) {
    silent = new HashSet<>(others);
  }

  /** Those that have not said yet that they do not serve the shard. */
  List<Member> silent() {
    return new ArrayList<>(silent);
  }

  void onIdle(Member from) {
    silent.remove(from);
  }

  void onBusy(Member from) {
    if (silent.contains(from)) {
      patience = Patience.BUSY;
    }
  }

  void tick() {
    patience--;
    left--;
  }

  boolean isDone() {
    return silent.isEmpty() || patience <= 0 || left <= 0;
  }
}
