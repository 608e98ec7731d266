package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Copied;
import dev.hachi.sharding.replication.ShardMessage.Copy;
import dev.hachi.sharding.replication.ShardMessage.Install;
import dev.hachi.sharding.replication.ShardMessage.Item;
import dev.hachi.sharding.replication.ShardMessage.Seal;
import dev.hachi.sharding.replication.ShardMessage.Uncopied;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Brings the Copy and the config of one ballot to all who need them, until all have them: also
 * while the owner serves already, as a majority is enough for that.
 */
final class Spread {
  private final Owner owner;
  private final ShardConfig config;
  private final Ballot ballot;

  /**
   * Those who are to know the config: everybody, as one who missed an earlier one may still think
   * that it is needed.
   */
  private List<Member> informed;

  /** What was chosen at first, under the stamps that it had; empty once the own copy has it. */
  private Map<String, Entry> winners;

  /** The stamps of the winners, by which others may have them already. */
  private final Map<String, Stamp> held = new HashMap<>();

  private final Map<Member, Map<String, Stamp>> digests;
  private final Map<Member, Long> copied = new HashMap<>();
  private final Set<Member> installed = new HashSet<>();
  private final Set<Member> sealed = new HashSet<>();

  /** Those to whom a Copy, which may be large, is on its way: no second one until it is late. */
  private final Set<Member> sentTo = new HashSet<>();

  Spread(
      Owner owner,
      ShardConfig config,
      Collection<Member> members,
      Map<String, Entry> winners,
      Map<Member, Map<String, Stamp>> digests) {
    this.owner = owner;
    this.config = config;
    this.ballot = config.ballot();
    this.winners = winners;
    this.digests = digests;
    this.informed = List.copyOf(members);
    winners.forEach((key, entry) -> held.put(key, entry.stamp()));
  }

  /** The own copy takes it first: what the others get is then read from there. */
  void start() {
    owner.tell(owner.self(), firstCopy());
    winners = Map.of();
    for (var member : config.current().members()) {
      if (!member.equals(owner.self())) {
        sendCopy(member);
      }
    }
  }

  private void sendCopy(Member member) {
    sentTo.add(member);
    owner.tell(member, copyFor(member));
  }

  void install() {
    owner.tell(informed, new Install(config));
  }

  /** Those that are copies no more may leave the cluster once they know that it is finished. */
  void seal() {
    owner.tell(informed, new Seal(ballot));
  }

  /** The cluster changed: those that came are to know the config as well. */
  void onView(Collection<Member> present) {
    informed = List.copyOf(present);
  }

  ShardConfig config() {
    return config;
  }

  /** Those that applied the Copy. */
  Set<Member> copied() {
    return copied.keySet();
  }

  /** Which writes {@code member}'s Copy held at least; -1 before it has it. */
  long copiedUpTo(Member member) {
    return copied.getOrDefault(member, -1L);
  }

  /** Those that know the config. */
  Set<Member> installed() {
    return installed;
  }

  boolean isComplete() {
    return copied.size() == config.current().members().size() && sealed.containsAll(informed);
  }

  void onCopied(Member from, Copied message) {
    copied.merge(from, message.sequence(), Math::max);
    digests.remove(from);
  }

  void onInstalled(Member from) {
    installed.add(from);
  }

  void onSealed(Member from) {
    sealed.add(from);
  }

  void onUncopied(Member from, Uncopied message) {
    if (message.whole()) {
      digests.remove(from);
      sentTo.remove(from);
    }
    if (!copied.containsKey(from) && config.names(from) && !sentTo.contains(from)) {
      sendCopy(from);
    }
  }

  /** Once what was sent before must have arrived, or got lost. */
  void repeatCopies() {
    sentTo.clear();
    for (var member : config.current().members()) {
      if (!copied.containsKey(member)) {
        sendCopy(member);
      }
    }
  }

  void repeatInstalls() {
    owner.tell(
        informed.stream().filter(member -> !installed.contains(member)).toList(),
        new Install(config));
  }

  void repeatSeals() {
    owner.tell(
        informed.stream()
            .filter(member -> installed.contains(member) && !sealed.contains(member))
            .toList(),
        new Seal(ballot));
  }

  // ---- copies -----------------------------------------------------------------------------------

  private Copy firstCopy() {
    var own = digests.getOrDefault(owner.self(), Map.of());
    var items = new ArrayList<Item>(winners.size());
    winners.forEach((key, entry) -> items.add(item(key, entry.under(taken()), own)));
    return new Copy(ballot, 0, items);
  }

  /** What the own copy stores now; without the values that {@code member} has. */
  private Copy copyFor(Member member) {
    var theirs = digests.getOrDefault(member, Map.of());
    var items = new ArrayList<Item>(owner.local().entries().size());
    var upTo = 0L;
    for (var stored : owner.local().entries().entrySet()) {
      items.add(item(stored.getKey(), stored.getValue(), theirs));
      upTo = Math.max(upTo, stored.getValue().stamp().sequence());
    }
    return new Copy(ballot, upTo, items);
  }

  private Item item(String key, Entry entry, Map<String, Stamp> theirs) {
    var was = held.get(key);
    if (was != null && was.equals(theirs.get(key)) && entry.stamp().equals(taken())) {
      return new Item.Kept(key, was, entry.stamp());
    }
    return new Item.Sent(key, entry);
  }

  private Stamp taken() {
    return new Stamp(ballot, 0);
  }

  @Override
  public String toString() {
    return "of %s copied %s, installed %s, sealed %s"
        .formatted(informed, copied, installed, sealed);
  }
}
