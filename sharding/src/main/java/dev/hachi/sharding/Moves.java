package dev.hachi.sharding;

import dev.hachi.sharding.ShardMove.Cause;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.replication.ShardMessage.Refused;
import dev.hachi.sharding.transport.Letter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * The shards on their way to this replica, and the latest that came. Confined to the {@link
 * ShardHost}, but for {@link #latest}.
 */
final class Moves {
  /** How many are remembered; the oldest goes first. */
  static final int KEPT_MAX = 100;

  /** A shard that is to run here, since when, and whether it is so because somebody joined. */
  private record Wanted(long since, boolean joined) {}

  private final Member self;
  private final Clock clock;
  private final LongSupplier nanoTime;
  private final ClusterTelemetry telemetry;
  private final Map<ShardId, Wanted> wanted = new HashMap<>();
  private final Set<ShardId> degraded = new HashSet<>();
  private final ArrayDeque<ShardMove> latest = new ArrayDeque<>();
  private Members members = Members.NONE;
  private boolean joined;
  private volatile int unsettled;

  Moves(Member self, Clock clock, LongSupplier nanoTime, ClusterTelemetry telemetry) {
    this.self = self;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.telemetry = telemetry;
  }

  // ---- to come ----------------------------------------------------------------------------------

  /** The cluster changed to {@code now}. */
  void seen(Members now) {
    joined = !members.functions().keySet().containsAll(now.functions().keySet());
    members = now;
  }

  /** {@code shard} is to be stored by {@code copies}, its owner first; it may be open here. */
  void placed(ShardId shard, List<Member> copies, boolean open) {
    if (copies.isEmpty() || !copies.getFirst().equals(self)) {
      wanted.remove(shard);
      degraded.remove(shard);
    } else if (!open) {
      wanted(shard);
    }
  }

  /** {@code shard} is to run here and does not, or not any more. */
  void wanted(ShardId shard) {
    wanted.putIfAbsent(shard, new Wanted(nanoTime.getAsLong(), joined));
  }

  /** {@code shard} lost the majority of its copies; if its entities end, it is opened next. */
  void degraded(ShardId shard, boolean open) {
    telemetry.degraded(shard.function());
    if (!open) {
      degraded.add(shard);
    }
  }

  /** What another replica says may be that it obeys a higher ballot. */
  void noticeRefusal(Letter.OfShard letter) {
    if (letter.message() instanceof Refused) {
      telemetry.ballotRefused(letter.function());
    }
  }

  /** So many shards are not as they are to be: on their way, or some of their copies are. */
  void unsettled(int shards) {
    unsettled = shards;
  }

  /** How many that were lately. Thread-safe. */
  int unsettled() {
    return unsettled;
  }

  // ---- come -------------------------------------------------------------------------------------

  /** {@code shard} runs here, after it ran under the ballot {@code before}. */
  void opened(ShardId shard, Ballot before, int keys) {
    var now = nanoTime.getAsLong();
    var want = wanted.remove(shard);
    var lost = degraded.remove(shard);
    if (before.equals(Ballot.NONE)) {
      return; // a new shard comes from nobody
    }
    var since = want == null ? now : want.since();
    var move =
        new ShardMove(
            shard.function(),
            shard.number(),
            clock.instant(),
            before.owner(),
            cause(before.owner(), want != null && want.joined()),
            Duration.ofNanos(now - since),
            keys,
            lost);
    remember(move);
    telemetry.moved(move);
  }

  private Cause cause(Member from, boolean becauseOfJoining) {
    if (from.equals(self)) {
      return Cause.REGAINED;
    }
    if (!members.functions().containsKey(from)) {
      return Cause.DIED;
    }
    if (members.draining().contains(from)) {
      return Cause.DRAINED;
    }
    return becauseOfJoining ? Cause.JOINED : Cause.BALANCED;
  }

  private void remember(ShardMove move) {
    synchronized (latest) {
      latest.addFirst(move);
      if (latest.size() > KEPT_MAX) {
        latest.removeLast();
      }
    }
  }

  /** The latest ones, {@value #KEPT_MAX} at most, the newest first. Thread-safe. */
  List<ShardMove> latest() {
    synchronized (latest) {
      return List.copyOf(latest);
    }
  }
}
