package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import dev.hachi.runtime.entity.EntityCommand.Passivate;
import dev.hachi.runtime.entity.EntityCommand.Settled;
import dev.hachi.runtime.entity.EntityCommand.Stop;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
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
 * All entities of all functions on their only replica: activates them when they are needed and
 * passivates those unused longest. Passivation loses no message: an entity is stopped by a message
 * that comes last, and what arrives in between waits here until it is gone.
 */
public final class LocalShard extends AbstractBehavior<LocalShard.Command> {
  /** What the shard is told. */
  public sealed interface Command {}

  /** Run this and tell {@code replyTo} its outcome. */
  public record Deliver(Invocation invocation, ReplyTo replyTo) implements Command {}

  /** The message {@code origin} to {@code receiver} will not be repeated. */
  public record Settle(Address receiver, Origin.Tell origin) implements Command {}

  /**
   * Take nothing more from outside, let everything end, messages included, stop, and then tell
   * {@code replyTo}.
   */
  public record Drain(ActorRef<Done> replyTo) implements Command {}

  private record MayStop(Address address) implements Command {}

  private record Wake(Address address) implements Command {}

  private record Stopped(Address address) implements Command {}

  private record PassivateUnused() implements Command {}

  private record WakeDue() implements Command {}

  private static final class Live {
    final ActorRef<EntityCommand> entity;
    final List<EntityCommand> afterStop = new ArrayList<>(0);
    Instant used = Instant.EPOCH;
    boolean leaving;
    boolean stopping;
    boolean wakeAfterStop;

    Live(ActorRef<EntityCommand> entity) {
      this.entity = entity;
    }
  }

  private static final int WOKEN_AT_ONCE = 1_000;
  private static final Duration WAKE_EVERY = Duration.ofMillis(100);

  private final Map<String, EntitySetup> setups;
  private final EntityStore store;
  private final Limits limits;
  private final Clock clock;
  private final Entity.Shard toSelf;

  /** In the order of their last use. */
  private final LinkedHashMap<Address, Live> entities = new LinkedHashMap<>(1024, 0.75f, true);

  /** How many of them were asked to stop, and not used since. */
  private int leaving;

  private @Nullable ActorRef<Done> drained;

  /**
   * A shard without entities.
   *
   * @param setups what the entities of a function share, by the function's deployed name
   */
  public static Behavior<Command> create(
      EntityStore store,
      Limits limits,
      Clock clock,
      Function<ActorRef<Command>, Map<String, EntitySetup>> setups) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new PassivateUnused(), passivateEvery(limits));
          timers.startTimerWithFixedDelay(new WakeDue(), WAKE_EVERY);
          return new LocalShard(context, store, limits, clock, setups.apply(context.getSelf()));
        }));
  }

  private static Duration passivateEvery(Limits limits) {
    var quarter = limits.live().idleMax().dividedBy(4);
    return quarter.compareTo(Duration.ofMillis(10)) < 0 ? Duration.ofMillis(10) : quarter;
  }

  private LocalShard(
      ActorContext<Command> context,
      EntityStore store,
      Limits limits,
      Clock clock,
      Map<String, EntitySetup> setups) {
    super(context);
    this.store = store;
    this.limits = limits;
    this.clock = clock;
    this.setups = Map.copyOf(setups);
    this.toSelf = new ToSelf(context.getSelf());
  }

  private record ToSelf(ActorRef<Command> shard) implements Entity.Shard {
    @Override
    public void mayStop(Address address) {
      shard.tell(new MayStop(address));
    }

    @Override
    public void wake(Address address) {
      shard.tell(new Wake(address));
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(Settle.class, this::onSettle)
        .onMessage(MayStop.class, this::onMayStop)
        .onMessage(Stopped.class, this::onStopped)
        .onMessage(Wake.class, wake -> onWake(wake.address()))
        .onMessage(WakeDue.class, wake -> onWakeDue())
        .onMessage(PassivateUnused.class, passivate -> onPassivateUnused())
        .onMessage(Drain.class, this::onDrain)
        .build();
  }

  // ---- to the entities --------------------------------------------------------------------------

  private Behavior<Command> onDeliver(Deliver deliver) {
    var invocation = deliver.invocation();
    var address = invocation.address();
    var setup = setups.get(address.function());
    if (drained != null && invocation.origin() instanceof Origin.Outside) {
      deliver.replyTo().tell(draining());
    } else if (setup == null) {
      deliver.replyTo().tell(unknown(address.function()));
    } else {
      var live = live(address, setup);
      if (live.afterStop.size() >= limits.waitingMax()) {
        deliver.replyTo().tell(setup.overloaded(address));
      } else {
        pass(new Invoke(invocation, deliver.replyTo()), live);
      }
    }
    return this;
  }

  private Behavior<Command> onSettle(Settle settle) {
    var setup = setups.get(settle.receiver().function());
    if (setup != null) {
      pass(new Settled(settle.origin()), live(settle.receiver(), setup));
    }
    return this;
  }

  private static void pass(EntityCommand command, Live live) {
    if (live.stopping) {
      live.afterStop.add(command);
    } else {
      live.entity.tell(command);
    }
  }

  private Live live(Address address, EntitySetup setup) {
    var live = entities.get(address);
    if (live == null) {
      live = activate(address, setup);
      passivateOverMax();
    }
    live.used = clock.instant();
    if (live.leaving && !live.stopping) {
      live.leaving = false;
      leaving--;
    }
    return live;
  }

  private Live activate(Address address, EntitySetup setup) {
    var entity = getContext().spawnAnonymous(Entity.create(address, setup, toSelf));
    getContext().watchWith(entity, new Stopped(address));
    var live = new Live(entity);
    entities.put(address, live);
    setup.telemetry().entityActivated(address.function());
    if (drained != null) {
      entity.tell(new EntityCommand.Drain());
    }
    return live;
  }

  private Behavior<Command> onWake(Address address) {
    var live = entities.get(address);
    var setup = setups.get(address.function());
    if (live != null && live.stopping) {
      live.wakeAfterStop = true;
    } else if (live == null && setup != null) {
      live(address, setup);
    }
    return this;
  }

  private Behavior<Command> onWakeDue() {
    if (drained == null) {
      store.due(clock.instant(), WOKEN_AT_ONCE, entities::containsKey).forEach(this::onWake);
    }
    return this;
  }

  // ---- from live to stored ----------------------------------------------------------------------

  /** As many as there are too many, those unused longest first. */
  private void passivateOverMax() {
    while (entities.size() - leaving > limits.live().max()) {
      var oldest = entities.firstEntry();
      passivate(oldest.getValue());
      entities.get(oldest.getKey()); // counts as used last, so that the next one comes first
    }
  }

  private Behavior<Command> onPassivateUnused() {
    var unusedSince = clock.instant().minus(limits.live().idleMax());
    for (var live : entities.values()) {
      if (live.used.isAfter(unusedSince)) {
        break; // all that follow were used later, or are on their way out
      }
      passivate(live);
    }
    return this;
  }

  private void passivate(Live live) {
    if (!live.leaving) {
      leaves(live);
      live.entity.tell(new Passivate());
    }
  }

  private void leaves(Live live) {
    if (!live.leaving) {
      live.leaving = true;
      leaving++;
    }
  }

  private Behavior<Command> onMayStop(MayStop mayStop) {
    var live = entities.get(mayStop.address());
    if (live != null && !live.stopping) {
      leaves(live);
      live.stopping = true;
      live.entity.tell(new Stop());
    }
    return this;
  }

  private Behavior<Command> onStopped(Stopped stopped) {
    var address = stopped.address();
    var gone = entities.remove(address);
    var setup = setups.get(address.function());
    if (gone != null && gone.leaving) {
      leaving--;
    }
    if (gone != null && setup != null) {
      setup.telemetry().entityPassivated(address.function());
      passOn(gone, address, setup);
    }
    return stoppedWhenDrained();
  }

  private void passOn(Live gone, Address address, EntitySetup setup) {
    if (gone.wakeAfterStop || !gone.afterStop.isEmpty()) {
      var live = live(address, setup);
      gone.afterStop.forEach(command -> pass(command, live));
    }
  }

  private Behavior<Command> onDrain(Drain drain) {
    drained = drain.replyTo();
    entities.values().forEach(live -> live.entity.tell(new EntityCommand.Drain()));
    return stoppedWhenDrained();
  }

  private Behavior<Command> stoppedWhenDrained() {
    if (drained == null || !entities.isEmpty()) {
      return this;
    }
    drained.tell(Done.done());
    return Behaviors.stopped();
  }

  private static Outcome draining() {
    return new Outcome.Failed(
        FailureCode.DRAINING, "this replica is shutting down; repeat with the same id");
  }

  private Outcome unknown(String function) {
    return new Outcome.Failed(
        FailureCode.NO_SUCH_FUNCTION,
        "no function %s is hosted here; there are %s"
            .formatted(function, String.join(", ", new TreeSet<>(setups.keySet()))));
  }
}
