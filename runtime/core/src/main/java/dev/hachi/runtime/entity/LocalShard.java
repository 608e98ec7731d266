package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import dev.hachi.runtime.entity.EntityCommand.PassivateIfIdle;
import dev.hachi.runtime.entity.EntityCommand.Stop;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.jspecify.annotations.Nullable;

/**
 * All entities of a function on its only replica: activates them when they are needed and
 * passivates those unused longest. Passivation loses no message: an entity is stopped by a message
 * that comes last, and what arrives in between waits here until it is gone.
 */
public final class LocalShard extends AbstractBehavior<LocalShard.Command> {
  /** What the shard is told. */
  public sealed interface Command {}

  /** Run this and tell {@code replyTo} its outcome. */
  public record Deliver(Invocation invocation, ActorRef<Outcome> replyTo) implements Command {}

  /** Take nothing more, let everything end, stop, and then tell {@code replyTo}. */
  public record Drain(ActorRef<Done> replyTo) implements Command {}

  private record MayStop(String key) implements Command {}

  private record Stopped(String key) implements Command {}

  private record Sweep() implements Command {}

  private static final class Live {
    final ActorRef<EntityCommand> entity;
    final List<Invoke> afterStop = new ArrayList<>(0);
    Instant used = Instant.EPOCH;
    boolean stopping;

    Live(ActorRef<EntityCommand> entity) {
      this.entity = entity;
    }
  }

  private static final int VICTIMS_LOOKED_AT = 8;

  private final EntitySetup setup;

  /** In the order of their last use. */
  private final Map<String, Live> entities = new LinkedHashMap<>(1024, 0.75f, true);

  private @Nullable ActorRef<Done> drained;

  /** A shard without entities. */
  public static Behavior<Command> create(EntitySetup setup) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(new Sweep(), sweepEvery(setup));
          return new LocalShard(context, setup);
        }));
  }

  private static Duration sweepEvery(EntitySetup setup) {
    var quarter = setup.limits().idleMax().dividedBy(4);
    return quarter.compareTo(Duration.ofMillis(10)) < 0 ? Duration.ofMillis(10) : quarter;
  }

  private LocalShard(ActorContext<Command> context, EntitySetup setup) {
    super(context);
    this.setup = setup;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Deliver.class, this::onDeliver)
        .onMessage(MayStop.class, this::onMayStop)
        .onMessage(Stopped.class, this::onStopped)
        .onMessage(Sweep.class, sweep -> onSweep())
        .onMessage(Drain.class, this::onDrain)
        .build();
  }

  private Behavior<Command> onDeliver(Deliver deliver) {
    var invoke = new Invoke(deliver.invocation(), deliver.replyTo());
    if (drained != null) {
      invoke.replyTo().tell(draining());
      return this;
    }
    var live = entities.get(deliver.invocation().address().key());
    if (live == null) {
      live = activate(deliver.invocation().address());
      passivateOverMax();
    }
    live.used = setup.clock().instant();
    if (!live.stopping) {
      live.entity.tell(invoke);
    } else if (live.afterStop.size() < setup.limits().waitingMax()) {
      live.afterStop.add(invoke);
    } else {
      invoke.replyTo().tell(setup.overloaded(deliver.invocation().address()));
    }
    return this;
  }

  private Live activate(Address address) {
    var shard = getContext().getSelf();
    var key = address.key();
    var entity =
        getContext()
            .spawnAnonymous(Entity.create(address, setup, () -> shard.tell(new MayStop(key))));
    getContext().watchWith(entity, new Stopped(key));
    var live = new Live(entity);
    entities.put(key, live);
    return live;
  }

  /**
   * Asks the one unused longest that is not on its way out. Busy ones refuse; the next try asks
   * again.
   */
  private void passivateOverMax() {
    if (entities.size() <= setup.limits().entitiesMax()) {
      return;
    }
    entities.values().stream()
        .limit(VICTIMS_LOOKED_AT)
        .filter(live -> !live.stopping)
        .forEach(live -> live.entity.tell(new PassivateIfIdle()));
  }

  private Behavior<Command> onSweep() {
    var unusedSince = setup.clock().instant().minus(setup.limits().idleMax());
    for (var live : entities.values()) {
      if (live.used.isAfter(unusedSince)) {
        break; // all that follow were used later
      }
      if (!live.stopping) {
        live.entity.tell(new PassivateIfIdle());
      }
    }
    return this;
  }

  private Behavior<Command> onMayStop(MayStop mayStop) {
    var live = entities.get(mayStop.key());
    if (live != null) {
      stop(live);
    }
    return this;
  }

  private static void stop(Live live) {
    if (!live.stopping) {
      live.stopping = true;
      live.entity.tell(new Stop());
    }
  }

  private Behavior<Command> onStopped(Stopped stopped) {
    var gone = entities.remove(stopped.key());
    if (gone != null) {
      gone.afterStop.forEach(
          invoke -> onDeliver(new Deliver(invoke.invocation(), invoke.replyTo())));
    }
    return stoppedWhenDrained();
  }

  private Behavior<Command> onDrain(Drain drain) {
    drained = drain.replyTo();
    entities.values().forEach(LocalShard::stop);
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
}
