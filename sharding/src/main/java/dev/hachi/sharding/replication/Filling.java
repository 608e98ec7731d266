package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Fill;
import dev.hachi.sharding.replication.ShardMessage.Filled;
import dev.hachi.sharding.replication.ShardMessage.Keyed;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Brings a shard to those that are to become its copies while its owner serves, part by part, so
 * that hardly anything is left to copy when writes have to wait.
 */
final class Filling {
  private static final int PART_WEIGHT = 128 * 1024;

  private static final class Receiver {
    final ArrayDeque<String> left;
    Fill underWay;

    Receiver(Collection<String> keys, Fill first) {
      left = new ArrayDeque<>(keys);
      underWay = first;
    }
  }

  private final Owner owner;
  private final Ballot ballot;
  private final Map<Member, Receiver> receivers = new HashMap<>();

  Filling(Owner owner, Ballot ballot) {
    this.owner = owner;
    this.ballot = ballot;
  }

  /** Fills {@code wanted} and nobody else from now on; those filled before stay filled. */
  void to(Collection<Member> wanted) {
    receivers.keySet().retainAll(wanted);
    for (var member : wanted) {
      if (!receivers.containsKey(member)) {
        var receiver =
            new Receiver(owner.local().entries().keySet(), new Fill(ballot, 0, List.of()));
        receivers.put(member, receiver);
        owner.send().accept(member, receiver.underWay);
      }
    }
  }

  boolean isDone() {
    return receivers.values().stream().allMatch(Filling::isFilled);
  }

  /** How many entries are still to be sent. */
  long left() {
    return receivers.values().stream().mapToLong(one -> one.left.size()).sum();
  }

  void onFilled(Member from, Filled filled) {
    var receiver = receivers.get(from);
    if (receiver != null && receiver.underWay.part() == filled.part() && !isFilled(receiver)) {
      receiver.underWay = next(receiver);
      if (!isFilled(receiver)) {
        owner.send().accept(from, receiver.underWay);
      }
    }
  }

  void repeat() {
    receivers.forEach((member, receiver) -> {
      if (!isFilled(receiver)) {
        owner.send().accept(member, receiver.underWay);
      }
    });
  }

  /** The first part is empty: it finds out whether the receiver is there; the last one as well. */
  private static boolean isFilled(Receiver receiver) {
    return receiver.underWay.part() > 0 && receiver.underWay.entries().isEmpty();
  }

  private Fill next(Receiver receiver) {
    var part = new ArrayList<Keyed>();
    var weight = 0L;
    while (!receiver.left.isEmpty() && weight < PART_WEIGHT) {
      var key = receiver.left.removeFirst();
      var entry = owner.local().entries().get(key);
      if (entry != null) {
        part.add(new Keyed(key, entry));
        weight += entry.weight(key);
      }
    }
    return new Fill(ballot, receiver.underWay.part() + 1, part);
  }
}
