package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Confirm;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The reads of an ownership: each is answered once a majority said, after it began, that they still
 * obey the ballot. One round serves all that wait when it starts.
 */
final class Reads {
  private final Owner owner;
  private final Outbound out;
  private final CopySet copies;
  private final Set<Member> answered = new HashSet<>();
  private List<Long> waiting = new ArrayList<>();
  private List<Long> asked = List.of();
  private long round;

  Reads(Owner owner, Outbound out, CopySet copies) {
    this.owner = owner;
    this.out = out;
    this.copies = copies;
  }

  boolean isQuiet() {
    return waiting.isEmpty() && asked.isEmpty();
  }

  void confirm(long id) {
    waiting.add(id);
    startRound();
  }

  private void startRound() {
    if (asked.isEmpty() && !waiting.isEmpty()) {
      asked = waiting;
      waiting = new ArrayList<>();
      answered.clear();
      round++;
      owner.tell(copies.members(), new Confirm(copies.ballot(), round));
    }
  }

  void onConfirmed(Member from, long answeredRound) {
    if (answeredRound != round || asked.isEmpty()) {
      return;
    }
    answered.add(from);
    if (owner.rules().mayRead(answered.size(), copies.members().size())) {
      var done = asked;
      asked = List.of();
      done.forEach(out::confirmed);
      startRound();
    }
  }

  void repeat() {
    if (!asked.isEmpty()) {
      var silent = copies.members().stream().filter(member -> !answered.contains(member)).toList();
      owner.tell(silent, new Confirm(copies.ballot(), round));
    }
  }

  List<Long> waiting() {
    var all = new ArrayList<>(asked);
    all.addAll(waiting);
    return all;
  }
}
