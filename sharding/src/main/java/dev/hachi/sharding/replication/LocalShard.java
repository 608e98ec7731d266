package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.HandOver;
import dev.hachi.sharding.replication.ShardMessage.ToCopy;
import dev.hachi.sharding.replication.ShardMessage.ToOwner;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One shard on one member: its copy, and its ownership when the placement says so. Driven by views,
 * messages, ticks and writes; what it wants goes to its {@link Outbound}.
 */
public final class LocalShard {
  private final Outbound out;
  private final ShardCopy copy;
  private final Ownership ownership;

  /** A shard of which this member stores nothing yet. */
  public LocalShard(Member self, Outbound out) {
    this(self, new Rules(), out);
  }

  LocalShard(Member self, Rules rules, Outbound out) {
    this.out = out;
    this.copy = new ShardCopy(self, rules);
    this.ownership = new Ownership(self, rules, out, copy);
  }

  /**
   * The cluster changed.
   *
   * @param present all members that host the function
   * @param copies those that are to store the shard, its owner first
   */
  public void onView(List<Member> present, List<Member> copies) {
    ownership.onView(present, copies);
  }

  /** Whether the shard is to be owned here. */
  public boolean isMine() {
    return ownership.isMine();
  }

  /** Another member said something. One that this member's view does not have is not heard. */
  public void onMessage(Member from, ShardMessage message) {
    if (!ownership.sees(from)) {
      return;
    }
    switch (message) {
      case ToCopy toCopy -> {
        var answer = copy.take(toCopy);
        if (answer != null) {
          out.send(from, answer);
        }
        ownership.onPromise();
      }
      case ToOwner toOwner -> ownership.onAnswer(from, toOwner);
      case HandOver handOver -> ownership.onHandOver(from, handOver);
    }
  }

  /**
   * The entities have ended, as {@link Outbound#close} asked for; the end of what they left is
   * unknown.
   */
  public void closed() {
    ownership.closed();
  }

  /** Some time passed; what was not answered meanwhile may be lost. */
  public void tick() {
    ownership.tick();
  }

  /** Whether nothing is to be repeated, so that ticks may be left out. */
  public boolean isQuiet() {
    return ownership.isQuiet();
  }

  /** Whether the shard is where it belongs, as far as this member has to do with it. */
  public boolean isSettled() {
    return ownership.isSettled();
  }

  // ---- the entities -----------------------------------------------------------------------------

  /** Stores a commit; its end is told by its id. */
  public void write(Write write) {
    ownership.write(write);
  }

  /** Makes sure that no other owner has taken over yet; the end is told by {@code id}. */
  public void confirm(long id) {
    ownership.confirm(id);
  }

  /** What this member stores; right only while entities may be active. */
  public Map<String, Entry> entries() {
    return copy.entries();
  }

  /** Whether entities may be active here. */
  public boolean isOpen() {
    return ownership.isOpen();
  }

  /** Whether this member must stay: it acts as owner, or stores what a later owner may need. */
  public boolean isNeeded() {
    return ownership.isActive() || ownership.isOpen() || copy.isNeeded();
  }

  /** The config that this member knows; null before it knows one. */
  public @Nullable ShardConfig config() {
    return copy.config();
  }

  /** Roughly what the copy costs to keep, in bytes. */
  public long weight() {
    return copy.weight();
  }

  /** For people who look for what went wrong. */
  @Override
  public String toString() {
    return "%s, copy %s".formatted(ownership, copy);
  }
}
