package dev.hachi.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.entity.ResidentsCommand.Drain;
import dev.hachi.runtime.entity.ResidentsCommand.Hottest;
import dev.hachi.runtime.function.FunctionDefinition;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.slf4j.LoggerFactory;

/**
 * The functions hosted on one replica: their entities, their store and the way to them.
 * Thread-safe.
 */
public final class FunctionRuntime implements AutoCloseable {
  /** The plugin id of the store that keeps state in this process' memory. */
  public static final String MEMORY = "hachi.memory-store";

  private static final Duration DRAIN_MAX = Duration.ofSeconds(20);

  /** How long an operator waits. */
  private static final Duration LOOK_MAX = Duration.ofSeconds(5);

  /** For the entities, when handing over took all the time. */
  private static final Duration LAST_WAIT = Duration.ofSeconds(1);

  private final String function;
  private final FunctionCode main;
  private final Surroundings surroundings;
  private final ActorSystem<Void> system;
  private final ActorRef<ResidentsCommand> residents;
  private final LocalCalls calls;
  private final Router router;
  private final EntityStore store;
  private final Clock clock;
  private final LongAdder waiting;
  private final EntityViews views;

  private FunctionRuntime(
      String function,
      FunctionCode main,
      Map<String, ? extends FunctionCode> functions,
      Surroundings surroundings,
      ActorSystem<Void> system,
      Started started,
      Clock clock) {
    this.function = function;
    this.main = main;
    this.surroundings = surroundings;
    this.system = system;
    this.residents = started.residents();
    this.calls = started.calls();
    this.router = started.router();
    this.store = started.store();
    this.clock = clock;
    this.waiting = started.waiting();
    this.views = new EntityViews(started.store(), functions);
  }

  /**
   * Starts functions.
   *
   * @param clock deadlines, timers, expiry and the handlers' clock
   * @param telemetry what the runtime tells of itself; {@link Telemetry#NONE} for nobody
   * @throws IllegalArgumentException with one sentence when a class is no function, when two have
   *     one name, or when the store cannot be used
   */
  public static FunctionRuntime start(
      Functions hosted,
      Limits limits,
      Surroundings surroundings,
      Clock clock,
      Telemetry telemetry) {
    var main = FunctionDefinition.of(hosted.main());
    var deployed = hosted.name() == null ? main.name() : hosted.name();
    var functions = named(deployed, main, hosted.others());
    return start(deployed, main, functions, limits, surroundings, clock, telemetry);
  }

  /**
   * Starts one function that is not a Java class.
   *
   * @throws IllegalArgumentException with one sentence when the store cannot be used
   */
  public static FunctionRuntime start(
      FunctionCode code,
      Limits limits,
      Surroundings surroundings,
      Clock clock,
      Telemetry telemetry) {
    var alone = Map.of(code.name(), code);
    return start(code.name(), code, alone, limits, surroundings, clock, telemetry);
  }

  private static FunctionRuntime start(
      String deployed,
      FunctionCode main,
      Map<String, ? extends FunctionCode> functions,
      Limits limits,
      Surroundings surroundings,
      Clock clock,
      Telemetry telemetry) {
    var system =
        ActorSystem.create(
            Behaviors.<Void>empty(), surroundings.systemName(), settings(surroundings, functions));
    try {
      var started = Started.in(system, functions, limits, surroundings, clock, telemetry);
      return new FunctionRuntime(deployed, main, functions, surroundings, system, started, clock);
    } catch (RuntimeException e) {
      system.terminate();
      throw e;
    }
  }

  private static Map<String, FunctionDefinition> named(
      String name, FunctionDefinition main, List<Class<?>> others) {
    var functions = new HashMap<String, FunctionDefinition>();
    functions.put(name, main);
    for (var type : others) {
      var other = FunctionDefinition.of(type);
      if (functions.put(other.name(), other) != null) {
        throw new IllegalArgumentException(
            "two functions are named " + other.name() + "; " + type.getName() + " is the second");
      }
    }
    return functions;
  }

  /** Ours come first; reference.conf cannot override what Pekko's own reference.conf sets. */
  private static Config settings(
      Surroundings surroundings, Map<String, ? extends FunctionCode> functions) {
    var stateVersions = new HashMap<String, Integer>();
    functions.forEach((name, code) -> stateVersions.put(name, code.stateVersion()));
    return surroundings
        .settings(stateVersions)
        .withFallback(ConfigFactory.parseResources(FunctionRuntime.class, "/hachi.conf"))
        .withFallback(ConfigFactory.load());
  }

  /** The name of the function that callers from outside mean. */
  public String function() {
    return function;
  }

  /** The names of its handlers, in alphabetical order; empty while they are not known. */
  public List<String> handlers() {
    return main.handlers();
  }

  /** How long the oldest message or timer of the entities here has been due; zero without any. */
  public Duration overdue() {
    return store.overdue(clock.instant());
  }

  /** How many invocations wait here behind others of their key. */
  public long waiting() {
    return Math.max(0, waiting.sum());
  }

  /** The entities here that were invoked most often in this minute and the one before. */
  public CompletionStage<List<HotEntity>> hottest(int max) {
    var end = new CompletableFuture<List<HotEntity>>();
    residents.tell(new Hottest(max, end));
    return end.orTimeout(LOOK_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * What is stored of an entity; empty when another replica owns it.
   *
   * @throws IllegalArgumentException when its function is not hosted here
   */
  public CompletionStage<Optional<EntityView>> look(Address address) {
    return views
        .look(address)
        .toCompletableFuture()
        .orTimeout(LOOK_MAX.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The way to the entities. */
  public Router router() {
    return router;
  }

  /**
   * Hands over what others take, then takes nothing more from outside, lets running invocations,
   * commits and messages end, all of that for 20 s at most, and stops.
   */
  @Override
  public void close() {
    var end = System.nanoTime() + DRAIN_MAX.toNanos();
    await(surroundings.drain(), end, "not everything was handed over within " + DRAIN_MAX);
    await(
        AskPattern.ask(residents, Drain::new, DRAIN_MAX, system.scheduler()),
        Math.max(end, System.nanoTime() + LAST_WAIT.toNanos()),
        "not everything ended within " + DRAIN_MAX + "; what is unsent stays in the store");
    surroundings.close();
    system.terminate();
    awaitTermination();
    calls.endAll();
  }

  /** Waits until {@code end} at the latest, and then goes on. */
  private static void await(CompletionStage<Done> stage, long end, String otherwise) {
    try {
      stage.toCompletableFuture().get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LoggerFactory.getLogger(FunctionRuntime.class).warn(otherwise);
    }
  }

  private void awaitTermination() {
    try {
      system.getWhenTerminated().toCompletableFuture().get(5, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException e) {
      LoggerFactory.getLogger(FunctionRuntime.class).warn("the runtime did not stop in order", e);
    }
  }
}
