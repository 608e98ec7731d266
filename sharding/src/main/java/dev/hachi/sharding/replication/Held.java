package dev.hachi.sharding.replication;

import java.util.ArrayList;
import java.util.List;

/** What entities asked for while their shard is reconfigured, with what it interrupted. */
final class Held {
  private final List<Write> writes = new ArrayList<>();
  private final List<Long> reads = new ArrayList<>();

  /** All that {@code last} did not finish. */
  void takeFrom(Serving last) {
    writes.addAll(last.unfinished());
    reads.addAll(last.unread());
  }

  void write(Write write) {
    writes.add(write);
  }

  void confirm(long id) {
    reads.add(id);
  }

  /** The entities were there all the time, and go on. */
  void giveTo(Serving now) {
    var allWrites = List.copyOf(writes);
    var allReads = List.copyOf(reads);
    writes.clear();
    reads.clear();
    allWrites.forEach(now::write);
    allReads.forEach(now::confirm);
  }

  /** The entities are gone. */
  void forget(Outbound out) {
    writes.forEach(write -> out.unknown(write.id()));
    reads.forEach(out::unconfirmed);
    writes.clear();
    reads.clear();
  }
}
