package dev.hachi.runtime.entity;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.Router;
import dev.hachi.runtime.Telemetry;
import dev.hachi.runtime.function.FunctionDefinition;
import dev.hachi.runtime.store.EntityRecord;
import dev.hachi.runtime.store.EntityRecord.Send;
import dev.hachi.runtime.store.EntityRecord.Timer;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * All entities of some functions, run on the caller's thread: the deterministic stand-in for {@link
 * Residents} in tests. Whoever owns the clock decides when messages and timers are due; nothing
 * happens but what is called. Not thread-safe.
 */
public final class InlineEntities {
  /** A message that left a commit. */
  public record Sent(Address sender, Send send) {}

  /** An invocation that failed. */
  public record Failure(
      Invocation invocation, Outcome.Failed outcome, @Nullable Throwable thrown) {}

  private static final int RUNS_MAX = 10_000;
  private static final Reply EMPTY = new Reply(200, "", List.of(), Bytes.EMPTY);

  private final Clock clock;
  private final Map<String, EntitySetup> setups;

  /** In the order of their first use, so that the order of runs is always the same. */
  private final Map<Address, InlineEntity> entities = new LinkedHashMap<>();

  private final List<Sent> sent = new ArrayList<>();
  private final List<Failure> failures = new ArrayList<>();

  /**
   * Entities without state.
   *
   * @throws IllegalArgumentException with one sentence when a class is no function, or when two
   *     have one name
   */
  public InlineEntities(Collection<Class<?>> functions, Clock clock) {
    this.clock = clock;
    this.setups =
        EntitySetup.ofEach(
            named(functions),
            EntityStore.inMemory(),
            new Inline(),
            Limits.DEFAULT,
            clock,
            Telemetry.NONE,
            new LongAdder());
  }

  private static Map<String, FunctionDefinition> named(Collection<Class<?>> functions) {
    var named = new LinkedHashMap<String, FunctionDefinition>();
    for (var type : functions) {
      var function = FunctionDefinition.of(type);
      if (named.put(function.name(), function) != null) {
        throw new IllegalArgumentException(
            "two functions are named " + function.name() + "; " + type.getName() + " is one");
      }
    }
    return named;
  }

  /** Runs {@code invocation} and whatever it asks, and stores what they change. */
  public Outcome invoke(Invocation invocation) {
    var setup = setups.get(invocation.address().function());
    if (setup == null) {
      return failed(invocation, unknown(invocation.address().function()), null);
    }
    var entity = entity(invocation.address(), setup);
    var sentBefore = entity.draft().outbox().sent();
    var ended = entity.run(invocation);
    entity.draft().outbox().toList().stream()
        .filter(send -> send.sequence() > sentBefore)
        .forEach(send -> sent.add(new Sent(entity.address(), send)));
    return ended.outcome() instanceof Outcome.Failed outcome
        ? failed(invocation, outcome, ended.thrown())
        : ended.outcome();
  }

  private Outcome failed(
      Invocation invocation, Outcome.Failed outcome, @Nullable Throwable thrown) {
    failures.add(new Failure(invocation, outcome, thrown));
    return outcome;
  }

  private InlineEntity entity(Address address, EntitySetup setup) {
    return entities.computeIfAbsent(address, absent -> new InlineEntity(address, setup));
  }

  private Outcome.Failed unknown(String function) {
    return new Outcome.Failed(
        FailureCode.NO_SUCH_FUNCTION,
        "function %s is not under test, only %s; add it, or a stand-in with its name"
            .formatted(function, String.join(", ", new TreeSet<>(setups.keySet()))));
  }

  /**
   * Runs the timers and delivers the messages that are due, and those that this makes due, until
   * nothing is. A message to a function that is not here counts as taken.
   *
   * @throws IllegalStateException when that does not come to an end
   */
  public void runDue() {
    var runs = 0;
    int ran;
    do {
      ran = 0;
      for (var entity : List.copyOf(entities.values())) {
        ran += fireTimers(entity) + deliver(entity);
      }
      runs += ran;
      checkEnds(runs);
    } while (ran > 0);
  }

  private void checkEnds(int runs) {
    if (runs > RUNS_MAX) {
      throw new IllegalStateException(
          "more than %d messages and timers were due at %s; do they cause each other endlessly?"
              .formatted(RUNS_MAX, clock.instant()));
    }
  }

  private int fireTimers(InlineEntity entity) {
    var due = entity.fireTimers();
    for (var invocation : due) {
      if (invoke(invocation) instanceof Outcome.Failed failed
          && invocation.origin() instanceof Origin.Timer timer) {
        entity.timerFailed(timer, failed);
      }
    }
    return due.size();
  }

  private int deliver(InlineEntity entity) {
    var due = entity.draft().outbox().leave(clock.instant());
    for (var send : due) {
      var message = entity.ofTell(send);
      var known = setups.containsKey(send.function());
      var outcome = known ? invoke(message) : new Outcome.Replied(EMPTY);
      if (entity.deliveryEnded(send, outcome) && message.origin() instanceof Origin.Tell origin) {
        settle(message.address(), origin);
      }
    }
    return due.size();
  }

  private void settle(Address receiver, Origin.Tell origin) {
    var entity = entities.get(receiver);
    if (entity != null) {
      entity.draft().inbox().settle(origin);
    }
  }

  /** When after now there is something to run; {@link EntityRecord#NEVER} when nothing is left. */
  public long nextDue() {
    var now = clock.instant();
    return entities.values().stream()
        .mapToLong(entity -> entity.draft().wakeAt(now))
        .min()
        .orElse(EntityRecord.NEVER);
  }

  /** The stored state of {@code address}, null when there is none. */
  public @Nullable Object state(Address address) {
    var entity = entities.get(address);
    return entity == null ? null : entity.state();
  }

  /** The timers of {@code address} that are set. */
  public List<Timer> timers(Address address) {
    var entity = entities.get(address);
    return entity == null ? List.of() : entity.draft().timers().toList();
  }

  /** All messages that were ever sent, in order. */
  public List<Sent> sent() {
    return List.copyOf(sent);
  }

  /** All invocations that ever failed, in order. */
  public List<Failure> failures() {
    return List.copyOf(failures);
  }

  /** How entities reach each other while they run. */
  private final class Inline implements Router {
    @Override
    public CompletionStage<Outcome> invoke(Invocation invocation) {
      return CompletableFuture.completedFuture(InlineEntities.this.invoke(invocation));
    }

    @Override
    public void settle(Address receiver, Origin.Tell origin) {
      InlineEntities.this.settle(receiver, origin);
    }
  }
}
