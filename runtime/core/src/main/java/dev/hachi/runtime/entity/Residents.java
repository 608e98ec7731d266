package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.CallersThread;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.ShardMap;
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import dev.hachi.runtime.entity.EntityCommand.Passivate;
import dev.hachi.runtime.entity.EntityCommand.Settled;
import dev.hachi.runtime.entity.EntityCommand.Stop;
import dev.hachi.runtime.entity.Keeper.MayStop;
import dev.hachi.runtime.entity.Keeper.Wake;
import dev.hachi.runtime.entity.ResidentsCommand.Abandon;
import dev.hachi.runtime.entity.ResidentsCommand.Answers;
import dev.hachi.runtime.entity.ResidentsCommand.Close;
import dev.hachi.runtime.entity.ResidentsCommand.Deliver;
import dev.hachi.runtime.entity.ResidentsCommand.Drain;
import dev.hachi.runtime.entity.ResidentsCommand.Hottest;
import dev.hachi.runtime.entity.ResidentsCommand.Open;
import dev.hachi.runtime.entity.ResidentsCommand.Settle;
import dev.hachi.runtime.entity.Roster.Resident;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * All entities that live on this replica, of all its functions: activates them when they are needed
 * and passivates those unused longest. Passivation loses no message: an entity is stopped by a
 * message that comes last, and what arrives in between waits here until it is gone.
 *
 * <p>In a cluster the entities of a shard live here from {@link Open} until {@link Close}; without
 * one, always.
 */
public final class Residents extends AbstractBehavior<ResidentsCommand> {
  /** What they and their entities tell them. */
  non-sealed interface Internal extends ResidentsCommand {}

  private record Stopped(Address address) implements Internal {}

  private record PassivateUnused() implements Internal {}

  private record WakeDue() implements Internal {}

  private static final int WOKEN_AT_ONCE = 1_000;
  private static final Duration WAKE_EVERY = Duration.ofMillis(100);

  private final Map<String, EntitySetup> setups;
  private final EntityStore store;
  private final Limits limits;
  private final Clock clock;
  private final Keeper toSelf;
  private final Shards shards;
  private final Roster roster = new Roster();

  private @Nullable ActorRef<Done> drained;

  /**
   * Nobody yet.
   *
   * @param shards of which shard an entity is, all of them closed; null for a single open one
   * @param setups what the entities of a function share, by the function's deployed name
   */
  public static Behavior<ResidentsCommand> create(
      EntityStore store,
      Limits limits,
      Clock clock,
      @Nullable ShardMap shards,
      Function<ActorRef<ResidentsCommand>, Map<String, EntitySetup>> setups) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new PassivateUnused(), passivateEvery(limits));
          timers.startTimerWithFixedDelay(new WakeDue(), WAKE_EVERY);
          var own = setups.apply(context.getSelf());
          return new Residents(context, store, limits, clock, new Shards(shards), own);
        }));
  }

  private static Duration passivateEvery(Limits limits) {
    var quarter = limits.live().idleMax().dividedBy(4);
    return quarter.compareTo(Duration.ofMillis(10)) < 0 ? Duration.ofMillis(10) : quarter;
  }

  private Residents(
      ActorContext<ResidentsCommand> context,
      EntityStore store,
      Limits limits,
      Clock clock,
      Shards shards,
      Map<String, EntitySetup> setups) {
    super(context);
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    this.shards = shards;
    this.setups = Map.copyOf(setups);
    this.toSelf = new Keeper(context.getSelf());
  }

  @Override
  public Receive<ResidentsCommand> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(Answers.class, this::onAnswers)
        .onMessage(Settle.class, this::onSettle)
        .onMessage(MayStop.class, this::onMayStop)
        .onMessage(Stopped.class, this::onStopped)
        .onMessage(Wake.class, wake -> onWake(wake.address()))
        .onMessage(WakeDue.class, wake -> onWakeDue())
        .onMessage(PassivateUnused.class, passivate -> onPassivateUnused())
        .onMessage(Open.class, this::onOpen)
        .onMessage(Close.class, this::onClose)
        .onMessage(Abandon.class, this::onAbandon)
        .onMessage(Drain.class, this::onDrain)
        .onMessage(Hottest.class, this::onHottest)
        .build();
  }

  // ---- to the entities --------------------------------------------------------------------------

  private Behavior<ResidentsCommand> onDeliver(Deliver deliver) {
    var invocation = deliver.invocation();
    var address = invocation.address();
    var setup = setups.get(address.function());
    if (drained != null && invocation.origin() instanceof Origin.Outside) {
      deliver.replyTo().tell(Failures.draining());
    } else if (setup == null) {
      deliver.replyTo().tell(Failures.unknown(address.function(), setups.keySet()));
    } else {
      deliver(deliver, address, setup);
    }
    return this;
  }

  private void deliver(Deliver deliver, Address address, EntitySetup setup) {
    var live = roster.find(address);
    var shard = live == null ? shards.of(address) : live.shard;
    if (!shards.admits(shard, deliver.invocation())) {
      deliver.replyTo().tell(Failures.moved(address));
      return;
    }
    var resident = live == null ? activate(address, setup, shard) : live;
    var now = clock.instant();
    roster.use(resident, now);
    resident.heat.add(now);
    if (resident.afterStop.size() >= limits.waitingMax()) {
      deliver.replyTo().tell(Failures.overloaded(address, limits.waitingMax()));
    } else {
      resident.pass(new Invoke(deliver.invocation(), deliver.replyTo()));
    }
  }

  private Behavior<ResidentsCommand> onSettle(Settle settle) {
    var setup = setups.get(settle.receiver().function());
    if (setup != null && shards.of(settle.receiver()).isOpen()) {
      resident(settle.receiver(), setup).pass(new Settled(settle.origin()));
    }
    return this;
  }

  private Behavior<ResidentsCommand> onAnswers(Answers answers) {
    for (var answered : answers.answered()) {
      var resident = roster.find(answered.address());
      if (resident != null && !resident.isStopping()) {
        resident.entity.tell(new EntityCommand.Answered(answered.handler(), answered.id()));
      }
    }
    return this;
  }

  /** The live one, which is needed now; or a new one. */
  private Resident resident(Address address, EntitySetup setup) {
    var live = roster.find(address);
    var resident = live == null ? activate(address, setup, shards.of(address)) : live;
    roster.use(resident, clock.instant());
    return resident;
  }

  private Resident activate(Address address, EntitySetup setup, Shards.Shard shard) {
    var entity =
        getContext()
            .spawnAnonymous(Entity.create(address, setup, toSelf), CallersThread.DISPATCHER);
    getContext().watchWith(entity, new Stopped(address));
    var resident = new Resident(entity, shard);
    roster.add(address, resident);
    roster.use(resident, clock.instant());
    shard.entityStarted();
    setup.telemetry().entityActivated(address.function());
    if (drained != null || !shard.isOpen()) {
      entity.tell(new EntityCommand.Drain());
    }
    roster.surplus(limits.live().max()).forEach(Residents::passivate);
    return resident;
  }

  private Behavior<ResidentsCommand> onWake(Address address) {
    var live = roster.find(address);
    var setup = setups.get(address.function());
    if (live != null && live.isStopping()) {
      live.wakeAfterStop();
    } else if (live == null && setup != null && shards.of(address).isOpen()) {
      resident(address, setup);
    }
    return this;
  }

  private Behavior<ResidentsCommand> onWakeDue() {
    if (drained == null) {
      store.due(clock.instant(), WOKEN_AT_ONCE, this::needsNoWaking).forEach(this::onWake);
    }
    return this;
  }

  private boolean needsNoWaking(Address address) {
    return roster.contains(address) || !shards.of(address).isOpen();
  }

  private Behavior<ResidentsCommand> onHottest(Hottest hottest) {
    hottest.end().complete(roster.hottest(hottest.max(), clock.instant()));
    return this;
  }

  // ---- from live to stored ----------------------------------------------------------------------

  private Behavior<ResidentsCommand> onPassivateUnused() {
    var unusedSince = clock.instant().minus(limits.live().idleMax());
    roster.unusedSince(unusedSince).forEach(Residents::passivate);
    return this;
  }

  private static void passivate(Resident resident) {
    resident.entity.tell(new Passivate());
  }

  private Behavior<ResidentsCommand> onMayStop(MayStop mayStop) {
    var resident = roster.find(mayStop.address());
    if (resident != null && !resident.isStopping()) {
      roster.stops(resident);
      resident.entity.tell(new Stop());
    }
    return this;
  }

  private Behavior<ResidentsCommand> onStopped(Stopped stopped) {
    var address = stopped.address();
    var gone = roster.remove(address);
    var setup = setups.get(address.function());
    if (gone != null && setup != null) {
      setup.telemetry().entityPassivated(address.function());
      passOn(gone, address, setup);
      gone.shard.entityStopped();
    }
    return stoppedWhenDrained();
  }

  private void passOn(Resident gone, Address address, EntitySetup setup) {
    if (!gone.afterStop.isEmpty() || (gone.isWokenAfterStop() && gone.shard.isOpen())) {
      var successor = resident(address, setup);
      gone.afterStop.forEach(successor::pass);
    }
  }

  // ---- shards come and go -----------------------------------------------------------------------

  private Behavior<ResidentsCommand> onOpen(Open open) {
    shards.get(open.function(), open.shard()).open();
    return this;
  }

  private Behavior<ResidentsCommand> onClose(Close close) {
    var shard = shards.get(close.function(), close.shard());
    roster.of(shard).forEach(resident -> resident.entity.tell(new EntityCommand.Drain()));
    shard.close(close.replyTo());
    return this;
  }

  private Behavior<ResidentsCommand> onAbandon(Abandon abandon) {
    var shard = shards.get(abandon.function(), abandon.shard());
    for (var resident : roster.of(shard)) {
      roster.stops(resident);
      resident.entity.tell(new EntityCommand.Abandon());
      resident.abandonWaiting();
    }
    shard.abandon();
    return this;
  }

  private Behavior<ResidentsCommand> onDrain(Drain drain) {
    drained = drain.replyTo();
    roster.all().forEach(resident -> resident.entity.tell(new EntityCommand.Drain()));
    return stoppedWhenDrained();
  }

  private Behavior<ResidentsCommand> stoppedWhenDrained() {
    if (drained == null || !roster.isEmpty()) {
      return this;
    }
    drained.tell(Done.done());
    return Behaviors.stopped();
  }
}
