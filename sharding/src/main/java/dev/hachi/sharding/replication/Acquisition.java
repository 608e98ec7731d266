package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Rules.Quorum;
import dev.hachi.sharding.replication.ShardMessage.Copied;
import dev.hachi.sharding.replication.ShardMessage.Installed;
import dev.hachi.sharding.replication.ShardMessage.Prepare;
import dev.hachi.sharding.replication.ShardMessage.Promise;
import dev.hachi.sharding.replication.ShardMessage.Pull;
import dev.hachi.sharding.replication.ShardMessage.ToOwner;
import dev.hachi.sharding.replication.ShardMessage.Uncopied;
import dev.hachi.sharding.replication.ShardMessage.Values;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to become owner under one ballot: Prepare, pull what others have newer, Copy,
 * Install. It ends when the installation is known to majorities of the old sets and the new one.
 */
final class Acquisition {
  private enum Phase {
    PREPARE,
    PULL,
    COPY,
    INSTALL,
    DONE
  }

  private final Owner owner;
  private final Ballot ballot;
  private final List<Member> members;
  private final CopySet copies;
  private final Map<Member, Promise> promises = new HashMap<>();
  private final Set<Member> gone = new HashSet<>();

  private Phase phase = Phase.PREPARE;
  private @Nullable ShardConfig found;
  private List<CopySet> oldSets = List.of();
  private boolean degraded;

  /** Per key, who has the newest value and its stamp. */
  private final Map<String, Newest> newest = new HashMap<>();

  private final Map<String, Entry> pulled = new HashMap<>();
  private final Map<Member, Pull> pulls = new HashMap<>();
  private @Nullable Spread spread;

  private record Newest(Member holder, Stamp stamp) {}

  /**
   * @param members the view: all who may know of the shard
   * @param copies those that are to store it
   */
  Acquisition(Owner owner, Ballot ballot, List<Member> members, List<Member> copies) {
    this.owner = owner;
    this.ballot = ballot;
    this.members = members;
    this.copies = new CopySet(ballot, copies);
  }

  void start() {
    owner.tell(members, new Prepare(ballot));
  }

  Ballot ballot() {
    return ballot;
  }

  boolean isDone() {
    return phase == Phase.DONE;
  }

  /** Whether a majority of an old set was lost. */
  boolean isDegraded() {
    return degraded;
  }

  /** The config that was in force before; null for a new shard, or before it is known. */
  @Nullable ShardConfig found() {
    return found;
  }

  /** What the copies still lack. */
  Spread spread() {
    return Objects.requireNonNull(spread);
  }

  void take(Member from, ToOwner message) {
    switch (message) {
      case Promise promise when phase == Phase.PREPARE -> {
        promises.put(from, promise);
        gone.addAll(promise.gone());
        pullWhenPromised();
      }
      case Values values when phase == Phase.PULL -> onValues(from, values);
      case Copied copied when spread != null -> {
        spread.onCopied(from, copied);
        installWhenCopied(spread);
      }
      case Installed installed when spread != null -> {
        spread.onInstalled(from);
        endWhenInstalled(spread);
      }
      case Uncopied uncopied when spread != null -> spread.onUncopied(from, uncopied);
      default -> {} // of a phase that is over
    }
  }

  /** Repeats what was not answered. */
  void repeat() {
    switch (phase) {
      case PREPARE -> owner.tell(unpromised(), new Prepare(ballot));
      case PULL -> pulls.forEach(owner::tell);
      case COPY -> spread().repeatCopies();
      case INSTALL -> {
        spread().repeatCopies();
        spread().repeatInstalls();
      }
      case DONE -> {}
    }
  }

  /** When all have promised and that is not enough, who is gone may be news to some by now. */
  private List<Member> unpromised() {
    return promises.size() == members.size()
        ? members
        : members.stream().filter(member -> !promises.containsKey(member)).toList();
  }

  // ---- prepare ----------------------------------------------------------------------------------

  private void pullWhenPromised() {
    var latest =
        promises.values().stream()
            .map(Promise::config)
            .filter(Objects::nonNull)
            .max(latestFirstSealed());
    if (latest.isEmpty()) {
      if (owner.rules().isNew(promises.size(), members.size())) {
        oldSets = List.of(copies);
        pull(Ballot.NONE);
      }
      return;
    }
    var sets = owner.rules().oldSets(latest.get());
    var standing =
        sets.stream()
            .map(set -> owner.rules().quorum(set.members(), promises.keySet(), gone))
            .toList();
    var mayDegrade = owner.rules().mayDegrade(promises.size(), members.size());
    if (standing.contains(Quorum.MISSING) || (standing.contains(Quorum.DEGRADED) && !mayDegrade)) {
      return;
    }
    found = latest.get();
    oldSets = sets;
    degraded = standing.contains(Quorum.DEGRADED);
    pull(sets.stream().map(CopySet::ballot).min(Comparator.naturalOrder()).orElseThrow());
  }

  /** Of two that know the same config, one may know that its installation is finished. */
  private static Comparator<ShardConfig> latestFirstSealed() {
    return Comparator.comparing(ShardConfig::ballot)
        .thenComparing(config -> config.priors().size(), Comparator.reverseOrder());
  }

  // ---- pull -------------------------------------------------------------------------------------

  private void pull(Ballot oldest) {
    phase = Phase.PULL;
    promises.forEach((member, promise) -> {
      if (owner.rules().isSource(promise.copied(), oldest)) {
        promise.digest().forEach((key, stamp) -> consider(member, key, stamp));
      }
    });
    var wanted = new HashMap<Member, List<String>>();
    newest.forEach((key, one) -> {
      if (!one.holder().equals(owner.self())) {
        wanted.computeIfAbsent(one.holder(), holder -> new ArrayList<>()).add(key);
      }
    });
    wanted.forEach((holder, keys) -> pulls.put(holder, new Pull(ballot, keys)));
    pulls.forEach(owner::tell);
    copyWhenPulled();
  }

  /** Of equals the own one, which need not be pulled. */
  private void consider(Member member, String key, Stamp stamp) {
    newest.merge(
        key,
        new Newest(member, stamp),
        (one, other) -> {
          var order = one.stamp().compareTo(other.stamp());
          return order > 0 || (order == 0 && !other.holder().equals(owner.self())) ? one : other;
        });
  }

  private void onValues(Member from, Values values) {
    if (pulls.remove(from) != null) {
      values.entries().forEach(one -> pulled.put(one.key(), one.entry()));
      copyWhenPulled();
    }
  }

  private void copyWhenPulled() {
    if (phase == Phase.PULL && pulls.isEmpty()) {
      phase = Phase.COPY;
      var winners = HashMap.<String, Entry>newHashMap(newest.size());
      newest.forEach((key, one) -> {
        var entry = pulled.getOrDefault(key, owner.local().entries().get(key));
        winners.put(key, Objects.requireNonNull(entry, key));
      });
      newest.clear();
      pulled.clear();
      var digests = new HashMap<Member, Map<String, Stamp>>();
      promises.forEach((member, promise) -> digests.put(member, promise.digest()));
      spread = new Spread(owner, new ShardConfig(copies, oldSets), members, winners, digests);
      spread.start();
    }
  }

  // ---- copy and install -------------------------------------------------------------------------

  private void installWhenCopied(Spread to) {
    if (phase == Phase.COPY
        && owner.rules().mayInstall(to.copied().size(), copies.members().size())) {
      phase = Phase.INSTALL;
      to.install();
    }
  }

  private void endWhenInstalled(Spread to) {
    var sets = new HashSet<>(oldSets);
    sets.add(copies);
    if (phase == Phase.INSTALL && sets.stream().allMatch(set -> isInstalled(set, to.installed()))) {
      phase = Phase.DONE;
    }
  }

  private boolean isInstalled(CopySet set, Set<Member> installed) {
    return owner.rules().quorum(set.members(), installed, gone) != Quorum.MISSING;
  }

  @Override
  public String toString() {
    return "%s %s, promised %s, pulls %s, spread %s"
        .formatted(phase, ballot, promises.keySet(), pulls.keySet(), spread);
  }
}
