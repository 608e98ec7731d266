package dev.hachi.sharding;

import dev.hachi.sharding.ShardHostCommand.Closed;
import dev.hachi.sharding.ShardHostCommand.Commit;
import dev.hachi.sharding.ShardHostCommand.Confirm;
import dev.hachi.sharding.ShardHostCommand.Drain;
import dev.hachi.sharding.ShardHostCommand.Load;
import dev.hachi.sharding.ShardHostCommand.Read;
import dev.hachi.sharding.ShardHostCommand.Report;
import dev.hachi.sharding.ShardHostCommand.Room;
import dev.hachi.sharding.ShardHostCommand.Seen;
import dev.hachi.sharding.ShardHostCommand.Serve;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.replication.LocalShard;
import dev.hachi.sharding.transport.Letter;
import dev.hachi.sharding.transport.Post;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All shards of this replica: carries the messages of their state machines, and opens and closes
 * them for the entities.
 */
final class ShardHost extends AbstractBehavior<ShardHostCommand> {
  /** What it tells itself. */
  enum Internal implements ShardHostCommand {
    TICK,
    FLUSH
  }

  private static final Logger LOG = LoggerFactory.getLogger(ShardHost.class);
  private static final Duration TICK_EVERY = Duration.ofMillis(50);

  /** How many ticks pass between two reports of little room. */
  private static final int ROOM_TICKS = 2;

  private final Member self;
  private final Post post;
  private final Map<ShardId, LocalShard> shards = new LinkedHashMap<>();
  private final Outbox outbox = new Outbox();
  private final StoreRequests requests;
  private final MemoryBudget memory;
  private final Moves moves;
  private final List<CompletableFuture<Done>> drains = new ArrayList<>();
  private @Nullable Entities entities;
  private boolean flushing;

  /** The functions that no member hosts but such as drain: there is nobody to hand over to. */
  private Set<String> leaving = Set.of();

  /** Since when shards of this replica are not open; 0 when all are. */
  private long changedAt;

  private Set<Member> others = Set.of();
  private int ticks;

  /** The shards of {@code functions}, each of which has {@code count}. */
  static Behavior<ShardHostCommand> create(
      Member self,
      Iterable<String> functions,
      int count,
      MemoryBudget memory,
      Moves moves,
      Post post) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(Internal.TICK, TICK_EVERY);
          return new ShardHost(context, self, functions, count, memory, moves, post);
        }));
  }

  private ShardHost(
      ActorContext<ShardHostCommand> context,
      Member self,
      Iterable<String> functions,
      int count,
      MemoryBudget memory,
      Moves moves,
      Post post) {
    super(context);
    this.self = self;
    this.memory = memory;
    this.moves = moves;
    this.post = post;
    this.requests = new StoreRequests(shards, memory);
    for (var function : functions) {
      for (var number = 0; number < count; number++) {
        var id = new ShardId(function, number);
        shards.put(id, new LocalShard(self, new ShardWishes(id, this, requests)));
      }
    }
  }

  @Override
  public Receive<ShardHostCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Commit.class, this::onCommit)
        .onMessage(Read.class, this::onRead)
        .onMessage(Confirm.class, this::onConfirm)
        .onMessage(Load.class, this::onLoad)
        .onMessage(Room.class, this::onRoom)
        .onMessage(Seen.class, this::onSeen)
        .onMessage(Closed.class, this::onClosed)
        .onMessage(Serve.class, this::onServe)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(Report.class, this::onReport)
        .onMessageEquals(Internal.FLUSH, this::onFlush)
        .onMessageEquals(Internal.TICK, this::onTick)
        .build();
  }

  // ---- from the cluster -------------------------------------------------------------------------

  private Behavior<ShardHostCommand> onServe(Serve serve) {
    entities = serve.entities();
    return this;
  }

  private Behavior<ShardHostCommand> onSeen(Seen seen) {
    var layout = seen.layout();
    leaving = leaving(layout.members());
    others = new HashSet<>(layout.members().functions().keySet());
    others.remove(self);
    memory.present(others);
    moves.seen(layout.members());
    var views = new HashMap<String, List<Member>>();
    shards.forEach((id, shard) -> {
      var members =
          views.computeIfAbsent(id.function(), name -> layout.members().of(name).members());
      var copies = layout.copiesOf(id.function(), id.number());
      moves.placed(id, copies, shard.isOpen());
      shard.onView(members, copies);
    });
    if (!layout.members().functions().containsKey(self)) {
      return this;
    }
    LOG.info(
        "members of the cluster: {}; {} of {} shards are to run here, {} do",
        layout.members().functions().size(),
        shards.values().stream().filter(LocalShard::isMine).count(),
        shards.size(),
        shards.values().stream().filter(LocalShard::isOpen).count());
    changedAt = System.nanoTime();
    return this;
  }

  private static Set<String> leaving(Members members) {
    return members.divisions().keySet().stream()
        .filter(function -> members.draining().containsAll(members.of(function).members()))
        .collect(Collectors.toUnmodifiableSet());
  }

  private void logWhenAllAreOpen() {
    if (changedAt != 0
        && shards.values().stream().allMatch(shard -> shard.isMine() == shard.isOpen())) {
      var millis = (System.nanoTime() - changedAt) / 1_000_000;
      changedAt = 0;
      LOG.info("all shards run where they belong, {} ms after the cluster changed", millis);
    }
  }

  private Behavior<ShardHostCommand> onRead(Read read) {
    for (var letter : read.letters()) {
      var id = new ShardId(letter.function(), letter.shard());
      var shard = shards.get(id);
      if (shard != null && memory.takes(letter.message(), shard.weight())) {
        moves.noticeRefusal(letter);
        shard.onMessage(read.from(), letter.message());
        noticeOwner(id, shard);
      }
    }
    return this;
  }

  private Behavior<ShardHostCommand> onRoom(Room room) {
    memory.heard(room.from(), room.left());
    return this;
  }

  private void noticeOwner(ShardId id, LocalShard shard) {
    var config = shard.config();
    if (entities != null && config != null && !config.ballot().owner().equals(self)) {
      entities.served(id);
    }
  }

  private Behavior<ShardHostCommand> onTick() {
    if (entities != null) {
      entities.tick();
    }
    var used = 0L;
    var unsettled = 0;
    for (var shard : shards.values()) {
      if (!shard.isQuiet()) {
        shard.tick();
        unsettled += shard.isSettled() ? 0 : 1;
      }
      used += shard.weight();
    }
    memory.uses(used);
    moves.unsettled(unsettled);
    tellRoom();
    logWhenAllAreOpen();
    if (!drains.isEmpty() && isNotNeeded()) {
      drains.forEach(drain -> drain.complete(Done.done()));
      drains.clear();
    }
    return this;
  }

  /** Owners elsewhere must not make a copy here grow that has no room. */
  private void tellRoom() {
    ticks++;
    if (memory.isScarce() && ticks % ROOM_TICKS == 0) {
      var letter = List.<Letter>of(new Letter.Room(Math.max(0, memory.left())));
      others.forEach(other -> post.send(other, letter));
    }
  }

  /** Whether others have all that is stored here, as far as there are others. */
  private boolean isNotNeeded() {
    return shards.entrySet().stream()
        .noneMatch(one -> !leaving.contains(one.getKey().function()) && one.getValue().isNeeded());
  }

  private Behavior<ShardHostCommand> onFlush() {
    flushing = false;
    outbox.empty(post::send);
    return this;
  }

  // ---- from the store ---------------------------------------------------------------------------

  private Behavior<ShardHostCommand> onCommit(Commit commit) {
    requests.commit(commit);
    return this;
  }

  private Behavior<ShardHostCommand> onConfirm(Confirm confirm) {
    requests.confirm(confirm);
    return this;
  }

  private Behavior<ShardHostCommand> onLoad(Load load) {
    requests.load(load);
    return this;
  }

  // ---- from the entities and the watchdog -------------------------------------------------------

  private Behavior<ShardHostCommand> onClosed(Closed closed) {
    var shard = shards.get(closed.shard());
    if (shard == null || entities == null || !entities.closed(closed.shard(), closed.number())) {
      return this;
    }
    shard.closed();
    if (shard.isMine()) {
      moves.wanted(closed.shard());
      entities.served(closed.shard());
    } else {
      entities.forget(closed.shard());
    }
    return this;
  }

  private Behavior<ShardHostCommand> onDrain(Drain drain) {
    drains.add(drain.end());
    return this;
  }

  private Behavior<ShardHostCommand> onReport(Report report) {
    var all = new ArrayList<ShardStatus>(shards.size());
    shards.forEach((id, shard) ->
        all.add(
            new ShardStatus(
                id.function(),
                id.number(),
                shard.isOpen(),
                shard.config(),
                shard.entries().size(),
                shard.weight())));
    report.end().complete(all);
    return this;
  }

  // ---- what the state machine of a shard asks for -----------------------------------------------

  void send(Member to, ShardId shard, Letter.OfShard letter) {
    outbox.add(to, shard, letter);
    if (!flushing) {
      flushing = true;
      getContext().getSelf().tell(Internal.FLUSH); // behind what waits: all leaves together
    }
  }

  void open(ShardId id, Ballot before) {
    var shard = shards.get(id);
    if (entities != null && shard != null) {
      moves.opened(id, before, shard.entries().size());
      entities.open(id, shard.entries());
    }
  }

  void close(ShardId shard) {
    if (entities != null) {
      entities.close(shard, getContext().getSelf());
    }
  }

  void abandon(ShardId id) {
    var shard = shards.get(id);
    if (entities != null && shard != null) {
      entities.abandon(id);
      if (shard.isMine()) {
        moves.wanted(id);
      }
    }
  }

  void degraded(ShardId id) {
    var shard = shards.get(id);
    moves.degraded(id, shard != null && shard.isOpen());
  }
}
