package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Accept;
import dev.hachi.sharding.replication.ShardMessage.Accepted;
import dev.hachi.sharding.replication.ShardMessage.CatchUp;
import dev.hachi.sharding.replication.ShardMessage.Confirmed;
import dev.hachi.sharding.replication.ShardMessage.Copied;
import dev.hachi.sharding.replication.ShardMessage.Forget;
import dev.hachi.sharding.replication.ShardMessage.Installed;
import dev.hachi.sharding.replication.ShardMessage.Keyed;
import dev.hachi.sharding.replication.ShardMessage.Missed;
import dev.hachi.sharding.replication.ShardMessage.Sealed;
import dev.hachi.sharding.replication.ShardMessage.ToOwner;
import dev.hachi.sharding.replication.ShardMessage.Uncopied;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An ownership in force. Writes are numbered and every copy takes them in this order, so that one
 * number says what a copy has.
 */
final class Serving {
  private record Pending(long sequence, Write write) {}

  private record Tombstone(long sequence, String key) {}

  private final Owner owner;
  private final Outbound out;
  private final Spread spread;
  private final Ballot ballot;
  private final List<Member> copies;
  private final Reads reads;

  /** Up to which write each copy has everything. */
  private final Map<Member, Long> acked = new HashMap<>();

  /** What each copy had when writes were last repeated to it. */
  private final Map<Member, Long> ackedAtRepeat = new HashMap<>();

  private final ArrayDeque<Pending> pending = new ArrayDeque<>();
  private final ArrayDeque<Tombstone> tombstones = new ArrayDeque<>();
  private long sequence;

  Serving(Owner owner, Outbound out, Spread spread) {
    this.owner = owner;
    this.out = out;
    this.spread = spread;
    this.ballot = spread.config().ballot();
    this.copies = spread.config().current().members();
    this.reads = new Reads(owner, out, spread.config().current());
    spread.copied().forEach(member -> acked.put(member, 0L));
    owner
        .local()
        .entries()
        .forEach((key, entry) -> {
          if (entry.isTombstone()) {
            tombstones.add(new Tombstone(0, key));
          }
        });
  }

  void start() {
    spread.seal();
    forget();
  }

  /** The cluster changed. */
  void onView(List<Member> present) {
    spread.onView(present);
  }

  Ballot ballot() {
    return ballot;
  }

  List<Member> copies() {
    return copies;
  }

  /** Whether there is nothing to repeat. */
  boolean isQuiet() {
    return pending.isEmpty()
        && tombstones.isEmpty()
        && reads.isQuiet()
        && spread.isComplete()
        && copies.stream().allMatch(copy -> acked.getOrDefault(copy, 0L) == sequence);
  }

  /** Whether all copies have what was there before it began. */
  boolean isSpread() {
    return spread.isComplete();
  }

  void write(Write write) {
    sequence++;
    pending.add(new Pending(sequence, write));
    if (write.value() == null) {
      tombstones.add(new Tombstone(sequence, write.key()));
    }
    owner.tell(
        copies.stream().filter(this::getsWrites).toList(),
        new Accept(ballot, sequence, write.key(), write.revision(), write.value(), write.wakeAt()));
  }

  private boolean getsWrites(Member copy) {
    return owner.rules().sendsWrites(acked.containsKey(copy));
  }

  void confirm(long id) {
    reads.confirm(id);
  }

  void take(Member from, ToOwner message) {
    switch (message) {
      case Accepted(var same, var upTo) -> onAccepted(from, upTo);
      case Missed(var same, var upTo) -> {
        onAccepted(from, upTo);
        catchUpOnce(from, upTo);
      }
      case Confirmed(var same, var round) -> reads.onConfirmed(from, round);
      case Copied copied -> onCopied(from, copied);
      case Installed installed -> spread.onInstalled(from);
      case Sealed sealed -> spread.onSealed(from);
      case Uncopied uncopied -> spread.onUncopied(from, uncopied);
      default -> {} // of a phase that is over
    }
  }

  /** Repeats what was not answered since the last time. */
  void repeat() {
    spread.repeatCopies();
    spread.repeatInstalls();
    spread.repeatSeals();
    reads.repeat();
    for (var copy : copies) {
      var upTo = acked.get(copy);
      if (upTo != null && upTo < sequence && upTo.equals(ackedAtRepeat.put(copy, upTo))) {
        catchUp(copy, upTo);
      }
    }
  }

  /** What was not acknowledged, oldest first; nothing of it will be told. */
  List<Write> unfinished() {
    return pending.stream().map(Pending::write).toList();
  }

  /** The confirmations that were not given; none of them will be told. */
  List<Long> unread() {
    return reads.waiting();
  }

  // ---- acknowledgements -------------------------------------------------------------------------

  private void onAccepted(Member from, long upTo) {
    if (acked.merge(from, upTo, Math::max) == upTo) {
      acknowledge();
      forget();
    }
  }

  private void acknowledge() {
    while (!pending.isEmpty() && isStored(pending.getFirst().sequence())) {
      out.written(pending.removeFirst().write().id());
    }
  }

  private boolean isStored(long write) {
    return owner.rules().isStored(knowing(write), copies.size());
  }

  /** How many copies have everything up to {@code write}. */
  private int knowing(long write) {
    var count = 0;
    for (var upTo : acked.values()) {
      if (upTo >= write) {
        count++;
      }
    }
    return count;
  }

  private void forget() {
    while (!tombstones.isEmpty()
        && owner.rules().mayForget(knowing(tombstones.getFirst().sequence()), copies.size())) {
      var one = tombstones.removeFirst();
      var stored = owner.local().entries().get(one.key());
      if (stored != null
          && stored.isTombstone()
          && stored.stamp().equals(new Stamp(ballot, one.sequence()))) {
        owner.tell(copies, new Forget(ballot, one.key(), one.sequence()));
      }
    }
  }

  // ---- those that lag ---------------------------------------------------------------------------

  private void onCopied(Member from, Copied copied) {
    spread.onCopied(from, copied);
    var first = !acked.containsKey(from);
    onAccepted(from, copied.sequence());
    if (first && acked.getOrDefault(from, sequence) < sequence) {
      catchUp(from, copied.sequence()); // what was written while the Copy was on its way
    }
  }

  /** Each of many writes that come after a gap is missed; one answer is enough. */
  private void catchUpOnce(Member from, long upTo) {
    if (!Long.valueOf(upTo).equals(ackedAtRepeat.put(from, upTo))) {
      catchUp(from, upTo);
    }
  }

  private void catchUp(Member to, long from) {
    var since = new Stamp(ballot, from);
    var missed = new ArrayList<Keyed>();
    owner
        .local()
        .entries()
        .forEach((key, entry) -> {
          if (since.isBefore(entry.stamp())) {
            missed.add(new Keyed(key, entry));
          }
        });
    missed.sort(Comparator.comparing(one -> one.entry().stamp()));
    owner.tell(to, new CatchUp(ballot, from, sequence, missed));
  }

  @Override
  public String toString() {
    return "%s, %d writes, copies have %s, %d pending, %d tombstones, %s"
        .formatted(ballot, sequence, acked, pending.size(), tombstones.size(), spread);
  }
}
