package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Accept;
import dev.hachi.sharding.replication.ShardMessage.Accepted;
import dev.hachi.sharding.replication.ShardMessage.CatchUp;
import dev.hachi.sharding.replication.ShardMessage.Confirm;
import dev.hachi.sharding.replication.ShardMessage.Confirmed;
import dev.hachi.sharding.replication.ShardMessage.Copied;
import dev.hachi.sharding.replication.ShardMessage.Copy;
import dev.hachi.sharding.replication.ShardMessage.Fill;
import dev.hachi.sharding.replication.ShardMessage.Filled;
import dev.hachi.sharding.replication.ShardMessage.Forget;
import dev.hachi.sharding.replication.ShardMessage.Install;
import dev.hachi.sharding.replication.ShardMessage.Installed;
import dev.hachi.sharding.replication.ShardMessage.Item;
import dev.hachi.sharding.replication.ShardMessage.Keyed;
import dev.hachi.sharding.replication.ShardMessage.Missed;
import dev.hachi.sharding.replication.ShardMessage.Prepare;
import dev.hachi.sharding.replication.ShardMessage.Promise;
import dev.hachi.sharding.replication.ShardMessage.Pull;
import dev.hachi.sharding.replication.ShardMessage.Refused;
import dev.hachi.sharding.replication.ShardMessage.Seal;
import dev.hachi.sharding.replication.ShardMessage.Sealed;
import dev.hachi.sharding.replication.ShardMessage.ToCopy;
import dev.hachi.sharding.replication.ShardMessage.ToOwner;
import dev.hachi.sharding.replication.ShardMessage.Uncopied;
import dev.hachi.sharding.replication.ShardMessage.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one member stores of a shard, and what it has promised. */
final class ShardCopy {
  private static final int GONE_MAX = 64;

  private final Member self;
  private final Rules rules;
  private final Map<String, Entry> entries = new HashMap<>();
  private Ballot promised = Ballot.NONE;
  private @Nullable ShardConfig config;

  /** The ballot of the last Copy that was applied, and the last write of it. */
  private Ballot copied = Ballot.NONE;

  private long applied;
  private long weight;

  /** The latest that left while this member watched. */
  private final LinkedHashSet<Member> gone = new LinkedHashSet<>();

  ShardCopy(Member self, Rules rules) {
    this.self = self;
    this.rules = rules;
  }

  Map<String, Entry> entries() {
    return Collections.unmodifiableMap(entries);
  }

  Ballot promised() {
    return promised;
  }

  @Nullable ShardConfig config() {
    return config;
  }

  /** They were members and are no more. */
  void onGone(Collection<Member> leavers) {
    gone.addAll(leavers);
    while (gone.size() > GONE_MAX) {
      gone.removeFirst();
    }
  }

  /** Whether this member must stay, as it stores what a later owner may need. */
  boolean isNeeded() {
    return isNamed() || rules.mayBeOnlySource(copied, installed());
  }

  private boolean isNamed() {
    return config != null && config.sets().stream().anyMatch(set -> set.members().contains(self));
  }

  private Ballot installed() {
    return config == null ? Ballot.NONE : config.ballot();
  }

  /** Roughly what the entries cost to keep, in bytes. */
  long weight() {
    return weight;
  }

  /** Takes what an owner says; the answer is null when it wants none. */
  @Nullable ToOwner take(ToCopy message) {
    if (rules.refuses(promised, message.ballot())) {
      return new Refused(message.ballot(), promised);
    }
    promised = message.ballot();
    return switch (message) {
      case Prepare prepare -> new Promise(promised, config, copied, digest(), gone());
      case Pull pull -> values(pull);
      case Copy copy -> copy(copy);
      case Install install -> install(install);
      case Accept accept -> accept(accept);
      case CatchUp catchUp -> catchUp(catchUp);
      case Confirm(var ballot, var round) -> new Confirmed(ballot, round);
      case Fill fill -> fill(fill);
      case Seal seal -> seal(seal.ballot()) ? new Sealed(seal.ballot()) : null;
      case Forget forget -> {
        forget(forget);
        yield null;
      }
    };
  }

  private List<Member> gone() {
    return config == null
        ? List.of()
        : config.sets().stream()
            .flatMap(set -> set.members().stream())
            .filter(gone::contains)
            .distinct()
            .toList();
  }

  private Map<String, Stamp> digest() {
    var digest = HashMap.<String, Stamp>newHashMap(entries.size());
    entries.forEach((key, entry) -> digest.put(key, entry.stamp()));
    return digest;
  }

  private Values values(Pull pull) {
    var found = new ArrayList<Keyed>(pull.keys().size());
    for (var key : pull.keys()) {
      var entry = entries.get(key);
      if (entry != null) {
        found.add(new Keyed(key, entry));
      }
    }
    return new Values(pull.ballot(), found);
  }

  // ---- copy and install -------------------------------------------------------------------------

  private ToOwner copy(Copy copy) {
    if (!rules.appliesCopy(copied, copy.ballot())) {
      return new Copied(copy.ballot(), applied);
    }
    if (!copy.items().stream().allMatch(this::hasWhatItKeeps)) {
      return new Uncopied(copy.ballot(), true);
    }
    dropUnsent(copy);
    copy.items().forEach(this::apply);
    copied = copy.ballot();
    applied = copy.sequence();
    return new Copied(copied, applied);
  }

  private boolean hasWhatItKeeps(Item item) {
    return switch (item) {
      case Item.Sent sent -> true;
      case Item.Kept(var key, var held, var now) -> {
        var stored = entries.get(key);
        yield stored != null && stored.stamp().equals(held);
      }
    };
  }

  private void dropUnsent(Copy copy) {
    var sent = HashSet.<String>newHashSet(copy.items().size());
    copy.items().forEach(item -> sent.add(item.key()));
    for (var key : List.copyOf(entries.keySet())) {
      if (!sent.contains(key)) {
        remove(key);
      }
    }
  }

  private void apply(Item item) {
    switch (item) {
      case Item.Sent(var key, var entry) -> put(key, entry);
      case Item.Kept(var key, var held, var now) ->
          entries.computeIfPresent(key, (same, stored) -> stored.under(now));
    }
  }

  private ToOwner install(Install install) {
    var coming = install.config();
    if (coming.names(self) && !rules.takesInstall(copied, coming.ballot())) {
      return new Uncopied(coming.ballot(), false);
    }
    if (config == null || config.ballot().isBelow(coming.ballot())) {
      config = coming;
      if (!config.names(self)) {
        entries.clear(); // no copy any more: what it held grows old; the config stays
        weight = 0;
      }
    }
    return new Installed(coming.ballot());
  }

  /** An owner that writes or forgets has finished its installation. */
  private boolean seal(Ballot ballot) {
    if (config == null || !config.ballot().equals(ballot)) {
      return false;
    }
    config = config.sealed();
    return true;
  }

  // ---- serve ------------------------------------------------------------------------------------

  private ToOwner accept(Accept accept) {
    if (!rules.takesWrite(copied, accept.ballot())) {
      return new Uncopied(accept.ballot(), false);
    }
    seal(accept.ballot());
    if (rules.isRepeated(applied, accept.sequence())) {
      return new Accepted(accept.ballot(), applied);
    }
    if (!rules.isNext(applied, accept.sequence())) {
      return new Missed(accept.ballot(), applied);
    }
    put(accept.key(), accept.entry());
    applied = Math.max(applied, accept.sequence());
    return new Accepted(accept.ballot(), applied);
  }

  private ToOwner catchUp(CatchUp catchUp) {
    if (!rules.takesWrite(copied, catchUp.ballot())) {
      return new Uncopied(catchUp.ballot(), false);
    }
    seal(catchUp.ballot());
    if (rules.isRepeated(applied, catchUp.to())) {
      return new Accepted(catchUp.ballot(), applied);
    }
    if (applied < catchUp.from()) {
      return new Missed(catchUp.ballot(), applied);
    }
    catchUp.entries().forEach(one -> put(one.key(), one.entry()));
    applied = catchUp.to();
    return new Accepted(catchUp.ballot(), applied);
  }

  private void forget(Forget forget) {
    seal(forget.ballot());
    var stored = entries.get(forget.key());
    if (stored != null
        && stored.isTombstone()
        && stored.stamp().equals(new Stamp(forget.ballot(), forget.sequence()))) {
      remove(forget.key());
    }
  }

  private ToOwner fill(Fill fill) {
    if (rules.appliesCopy(copied, fill.ballot())) {
      fill.entries().forEach(one -> putNewer(one.key(), one.entry()));
    }
    return new Filled(fill.ballot(), fill.part());
  }

  /** Parts of a Fill may come late; all else comes in the order in which it was written. */
  private void putNewer(String key, Entry entry) {
    var stored = entries.get(key);
    if (stored == null || stored.stamp().isBefore(entry.stamp())) {
      put(key, entry);
    }
  }

  private void put(String key, Entry entry) {
    var last = entries.put(key, entry);
    weight += entry.weight(key) - (last == null ? 0 : last.weight(key));
  }

  private void remove(String key) {
    var last = entries.remove(key);
    weight -= last == null ? 0 : last.weight(key);
  }

  @Override
  public String toString() {
    return "promised %s, %s, copied %s, applied %d, %d entries"
        .formatted(promised, config, copied, applied, entries.size());
  }
}
