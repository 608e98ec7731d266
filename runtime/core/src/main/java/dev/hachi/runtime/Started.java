package dev.hachi.runtime;

import dev.hachi.runtime.entity.EntitySetup;
import dev.hachi.runtime.entity.Residents;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.store.EntityStore;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;

/** What runs in the actor system of a {@link FunctionRuntime}. */
record Started(
    ActorRef<ResidentsCommand> residents,
    LocalCalls calls,
    Router router,
    EntityStore store,
    LongAdder waiting) {
  static Started in(
      ActorSystem<Void> system,
      Map<String, ? extends FunctionCode> functions,
      Limits limits,
      Surroundings surroundings,
      Clock clock,
      Telemetry telemetry) {
    var store = surroundings.store(system);
    var calls = new LocalCalls(clock);
    var router = new CompletableFuture<Router>();
    var waiting = new LongAdder();
    var residents =
        system.systemActorOf(
            Residents.create(
                store,
                limits,
                clock,
                surroundings.shards().orElse(null),
                self -> {
                  var all = routerOf(surroundings, system, self, calls, router);
                  return EntitySetup.ofEach(
                      functions, store, all, limits, clock, telemetry, waiting);
                }),
            "residents",
            CallersThread.DISPATCHER);
    endLate(calls, system);
    return new Started(residents, calls, valueOf(router), store, waiting);
  }

  /** Entities and callers get the same one; it needs the residents, so they make it. */
  private static Router routerOf(
      Surroundings surroundings,
      ActorSystem<Void> system,
      ActorRef<ResidentsCommand> residents,
      LocalCalls calls,
      CompletableFuture<Router> router) {
    try {
      var made = surroundings.router(system, residents, new LocalRouter(residents, calls));
      router.complete(made);
      return made;
    } catch (RuntimeException e) {
      router.completeExceptionally(e);
      throw e;
    }
  }

  private static Router valueOf(CompletableFuture<Router> router) {
    try {
      return router.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException failure ? failure : e;
    }
  }

  private static void endLate(LocalCalls calls, ActorSystem<Void> system) {
    // Not where handlers run: callers must be answered even when these use all threads.
    var dispatcher =
        system
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
    system
        .scheduler()
        .scheduleWithFixedDelay(
            LocalCalls.CHECK_EVERY, LocalCalls.CHECK_EVERY, calls::endLate, dispatcher);
  }
}
