package dev.hachi.runtime;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.hachi.runtime.entity.EntitySetup;
import dev.hachi.runtime.entity.LocalShard;
import dev.hachi.runtime.function.FunctionDefinition;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.actor.typed.Props;
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

  private final String function;
  private final FunctionCode main;
  private final ActorSystem<Void> system;
  private final ActorRef<LocalShard.Command> shard;
  private final LocalCalls calls;
  private final Router router;

  private FunctionRuntime(
      String function,
      FunctionCode main,
      ActorSystem<Void> system,
      ActorRef<LocalShard.Command> shard,
      LocalCalls calls) {
    this.function = function;
    this.main = main;
    this.system = system;
    this.shard = shard;
    this.calls = calls;
    this.router = new LocalRouter(shard, calls);
  }

  /**
   * Starts functions.
   *
   * @param storePlugin the id of a Pekko durable-state plugin; {@link #MEMORY} for memory
   * @param clock deadlines, timers, expiry and the handlers' clock
   * @param telemetry what the runtime tells of itself; {@link Telemetry#NONE} for nobody
   * @throws IllegalArgumentException with one sentence when a class is no function, when two have
   *     one name, or when the plugin cannot be used
   */
  public static FunctionRuntime start(
      Functions hosted, Limits limits, String storePlugin, Clock clock, Telemetry telemetry) {
    var main = FunctionDefinition.of(hosted.main());
    var deployed = hosted.name() == null ? main.name() : hosted.name();
    return start(
        deployed,
        main,
        named(deployed, main, hosted.others()),
        limits,
        storePlugin,
        clock,
        telemetry);
  }

  /**
   * Starts one function that is not a Java class.
   *
   * @throws IllegalArgumentException with one sentence when the plugin cannot be used
   */
  public static FunctionRuntime start(
      FunctionCode code, Limits limits, String storePlugin, Clock clock, Telemetry telemetry) {
    var alone = Map.of(code.name(), code);
    return start(code.name(), code, alone, limits, storePlugin, clock, telemetry);
  }

  private static FunctionRuntime start(
      String deployed,
      FunctionCode main,
      Map<String, ? extends FunctionCode> functions,
      Limits limits,
      String storePlugin,
      Clock clock,
      Telemetry telemetry) {
    var system = ActorSystem.create(Behaviors.<Void>empty(), "hachi", settings());
    var store = storeOf(system, storePlugin);
    var calls = new LocalCalls(clock);
    var shard =
        system.systemActorOf(
            LocalShard.create(
                store,
                limits,
                clock,
                self ->
                    EntitySetup.ofEach(
                        functions, store, new LocalRouter(self, calls), limits, clock, telemetry)),
            "shard",
            Props.empty());
    system
        .scheduler()
        .scheduleWithFixedDelay(
            LocalCalls.CHECK_EVERY,
            LocalCalls.CHECK_EVERY,
            calls::endLate,
            // Not where handlers run: callers must be answered even when these use all threads.
            system
                .dispatchers()
                .lookup(DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher")));
    return new FunctionRuntime(deployed, main, system, shard, calls);
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
  private static Config settings() {
    return ConfigFactory.parseResources(FunctionRuntime.class, "/hachi.conf")
        .withFallback(ConfigFactory.load());
  }

  private static EntityStore storeOf(ActorSystem<?> system, String plugin) {
    try {
      return EntityStore.of(system, plugin);
    } catch (RuntimeException e) {
      system.terminate();
      throw new IllegalArgumentException(
          "the durable-state plugin \"" + plugin + "\" cannot be used: " + e.getMessage(), e);
    }
  }

  /** The name of the function that callers from outside mean. */
  public String function() {
    return function;
  }

  /** The names of its handlers, in alphabetical order; empty while they are not known. */
  public List<String> handlers() {
    return main.handlers();
  }

  /** The way to the entities. */
  public Router router() {
    return router;
  }

  /**
   * Takes nothing more from outside, lets running invocations, commits and messages end, for 20 s
   * at most, and stops.
   */
  @Override
  public void close() {
    AskPattern.ask(shard, LocalShard.Drain::new, DRAIN_MAX, system.scheduler())
        .exceptionally(silence -> {
          LoggerFactory.getLogger(FunctionRuntime.class)
              .warn("not everything ended within {}; what is unsent stays in the store", DRAIN_MAX);
          return Done.done();
        })
        .toCompletableFuture()
        .join();
    system.terminate();
    awaitTermination();
    calls.endAll();
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
