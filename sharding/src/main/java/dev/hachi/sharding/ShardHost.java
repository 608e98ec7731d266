package dev.hachi.sharding;

import dev.hachi.function.Bytes;
import dev.hachi.runtime.store.OwnershipLostException;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.replication.Entry;
import dev.hachi.sharding.replication.LocalShard;
import dev.hachi.sharding.replication.Outbound;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.Write;
import dev.hachi.sharding.transport.Letter;
import dev.hachi.sharding.transport.Post;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
final class ShardHost extends AbstractBehavior<ShardHost.Command> {
  /** What it is told. */
  sealed interface Command {}

  /** From the cluster: this is where shards belong now. */
  record Seen(Layout layout) implements Command {}

  /** From another replica. */
  record Read(Member from, List<Letter.OfShard> letters) implements Command {}

  /** From the entities, before all else: these live here. */
  record Serve(Entities entities) implements Command {}

  /** From the store: commit one key. */
  record Commit(
      ShardId shard,
      String key,
      long revision,
      @Nullable Bytes value,
      long wakeAt,
      CompletableFuture<Done> end)
      implements Command {}

  /** From the store: make sure that this replica still owns the shard. */
  record Confirm(ShardId shard, CompletableFuture<Done> end) implements Command {}

  /** From the store: what is stored under this key? */
  record Load(ShardId shard, String key, CompletableFuture<Optional<Entry>> end)
      implements Command {}

  /** From the entities: they have ended, or were broken off. */
  record Closed(ShardId shard, long number) implements Command {}

  /** From the watchdog: tell when no shard needs this replica any more. */
  record Drain(CompletableFuture<Done> end) implements Command {}

  /** From operators: how are the shards? */
  record Report(CompletableFuture<List<ShardStatus>> end) implements Command {}

  private enum Internal implements Command {
    TICK,
    FLUSH
  }

  private static final Logger LOG = LoggerFactory.getLogger(ShardHost.class);
  private static final Duration TICK_EVERY = Duration.ofMillis(50);

  private final Member self;
  private final Post post;
  private final Map<ShardId, LocalShard> shards = new LinkedHashMap<>();
  private final Outbox outbox = new Outbox();
  private final Map<Long, CompletableFuture<Done>> underWay = new HashMap<>();
  private final MemoryBudget memory;
  private final List<CompletableFuture<Done>> drains = new ArrayList<>();
  private @Nullable Entities entities;
  private boolean flushing;

  /** The functions that no member hosts but such as drain: there is nobody to hand over to. */
  private Set<String> leaving = Set.of();

  /** Since when shards of this replica are not open; 0 when all are. */
  private long changedAt;

  private long ids;

  /** The shards of {@code functions}, each of which has {@code count}. */
  static Behavior<Command> create(
      Member self, Iterable<String> functions, int count, MemoryBudget memory, Post post) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(Internal.TICK, TICK_EVERY);
          return new ShardHost(context, self, functions, count, memory, post);
        }));
  }

  private ShardHost(
      ActorContext<Command> context,
      Member self,
      Iterable<String> functions,
      int count,
      MemoryBudget memory,
      Post post) {
    super(context);
    this.self = self;
    this.memory = memory;
    this.post = post;
    for (var function : functions) {
      for (var number = 0; number < count; number++) {
        var id = new ShardId(function, number);
        shards.put(id, new LocalShard(self, new Actions(id)));
      }
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Commit.class, this::onCommit)
        .onMessage(Read.class, this::onRead)
        .onMessage(Confirm.class, this::onConfirm)
        .onMessage(Load.class, this::onLoad)
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

  private Behavior<Command> onServe(Serve serve) {
    entities = serve.entities();
    return this;
  }

  private Behavior<Command> onSeen(Seen seen) {
    var layout = seen.layout();
    leaving = leaving(layout.members());
    var views = new HashMap<String, List<Member>>();
    shards.forEach((id, shard) -> {
      var members =
          views.computeIfAbsent(id.function(), name -> layout.members().of(name).members());
      shard.onView(members, layout.copiesOf(id.function(), id.number()));
    });
    LOG.info(
        "the cluster has {} members; {} of {} shards are to run here, {} do",
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

  private Behavior<Command> onRead(Read read) {
    for (var letter : read.letters()) {
      var id = new ShardId(letter.function(), letter.shard());
      var shard = shards.get(id);
      if (shard != null) {
        shard.onMessage(read.from(), letter.message());
        noticeOwner(id, shard);
      }
    }
    return this;
  }

  private void noticeOwner(ShardId id, LocalShard shard) {
    var config = shard.config();
    if (entities != null && config != null && !config.ballot().owner().equals(self)) {
      entities.served(id);
    }
  }

  private Behavior<Command> onTick() {
    if (entities != null) {
      entities.tick();
    }
    var used = 0L;
    for (var shard : shards.values()) {
      if (!shard.isQuiet()) {
        shard.tick();
      }
      used += shard.weight();
    }
    memory.uses(used);
    logWhenAllAreOpen();
    if (!drains.isEmpty() && isNotNeeded()) {
      drains.forEach(drain -> drain.complete(Done.done()));
      drains.clear();
    }
    return this;
  }

  /** Whether others have all that is stored here, as far as there are others. */
  private boolean isNotNeeded() {
    return shards.entrySet().stream()
        .noneMatch(one -> !leaving.contains(one.getKey().function()) && one.getValue().isNeeded());
  }

  private Behavior<Command> onFlush() {
    flushing = false;
    outbox.empty(post::send);
    return this;
  }

  // ---- from the store ---------------------------------------------------------------------------

  private Behavior<Command> onCommit(Commit commit) {
    var shard = shards.get(commit.shard());
    if (shard == null) {
      commit.end().completeExceptionally(lost(commit.shard()));
      return this;
    }
    var stored = shard.entries().get(commit.key());
    var refusal = refusal(commit, stored);
    if (refusal != null) {
      commit.end().completeExceptionally(refusal);
      return this;
    }
    var id = ids++;
    underWay.put(id, commit.end());
    shard.write(new Write(id, commit.key(), commit.revision(), commit.value(), commit.wakeAt()));
    return this;
  }

  private @Nullable RuntimeException refusal(Commit commit, @Nullable Entry stored) {
    var revision = stored == null || stored.value() == null ? 0 : stored.revision();
    if (commit.revision() != revision + 1) {
      return new IllegalStateException(
          "revision %d of %s in shard %s does not follow %d: another writer was first"
              .formatted(commit.revision(), commit.key(), commit.shard(), revision));
    }
    var bytes = commit.value() == null ? 0 : commit.value().size();
    var last = stored == null || stored.value() == null ? 0 : stored.value().size();
    return bytes > last ? memory.refusal(bytes - last) : null;
  }

  private Behavior<Command> onConfirm(Confirm confirm) {
    var shard = shards.get(confirm.shard());
    if (shard == null) {
      confirm.end().completeExceptionally(lost(confirm.shard()));
    } else {
      var id = ids++;
      underWay.put(id, confirm.end());
      shard.confirm(id);
    }
    return this;
  }

  private Behavior<Command> onLoad(Load load) {
    var shard = shards.get(load.shard());
    if (shard == null || !shard.isOpen()) {
      load.end().completeExceptionally(lost(load.shard()));
    } else {
      load.end().complete(Optional.ofNullable(shard.entries().get(load.key())));
    }
    return this;
  }

  private static OwnershipLostException lost(ShardId shard) {
    return new OwnershipLostException("this replica does not own the shard " + shard);
  }

  // ---- from the entities and the watchdog -------------------------------------------------------

  private Behavior<Command> onClosed(Closed closed) {
    var shard = shards.get(closed.shard());
    if (shard == null || entities == null || !entities.closed(closed.shard(), closed.number())) {
      return this;
    }
    shard.closed();
    if (shard.isMine()) {
      entities.served(closed.shard());
    } else {
      entities.forget(closed.shard());
    }
    return this;
  }

  private Behavior<Command> onDrain(Drain drain) {
    drains.add(drain.end());
    return this;
  }

  private Behavior<Command> onReport(Report report) {
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

  private final class Actions implements Outbound {
    private final ShardId id;

    Actions(ShardId id) {
      this.id = id;
    }

    @Override
    public void send(Member to, ShardMessage message) {
      outbox.add(to, id, new Letter.OfShard(id.function(), id.number(), message));
      if (!flushing) {
        flushing = true;
        getContext().getSelf().tell(Internal.FLUSH); // behind what waits: all leaves together
      }
    }

    @Override
    public void open() {
      var shard = shards.get(id);
      if (entities != null && shard != null) {
        entities.open(id, shard.entries());
      }
      LOG.debug("shard {} runs here now", id);
    }

    @Override
    public void close() {
      if (entities != null) {
        entities.close(id, getContext().getSelf());
      }
    }

    @Override
    public void abandon() {
      LOG.info("shard {} was taken over by another replica", id);
      if (entities != null) {
        entities.abandon(id);
      }
    }

    @Override
    public void written(long write) {
      complete(write);
    }

    @Override
    public void unknown(long write) {
      fail(write);
    }

    @Override
    public void confirmed(long confirmation) {
      complete(confirmation);
    }

    @Override
    public void unconfirmed(long confirmation) {
      fail(confirmation);
    }

    private void complete(long number) {
      var end = underWay.remove(number);
      if (end != null) {
        end.complete(Done.done());
      }
    }

    private void fail(long number) {
      var end = underWay.remove(number);
      if (end != null) {
        end.completeExceptionally(lost(id));
      }
    }

    @Override
    public void degraded() {
      LOG.error(
          "shard {} lost the majority of its copies at once: changes may be lost; {} goes on with"
              + " what is left",
          id,
          self);
    }
  }
}
