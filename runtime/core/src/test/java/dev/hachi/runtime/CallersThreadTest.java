package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.dispatch.MonitorableThreadFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import scala.Option;

/** On which threads actors run that are told to run on those of their callers. */
final class CallersThreadTest {
  private final ActorSystem<Void> system =
      ActorSystem.create(
          Behaviors.<Void>empty(),
          "callers",
          ConfigFactory.parseResources(FunctionRuntime.class, "/hachi.conf")
              .withFallback(ConfigFactory.load()));

  private final List<Thread> threads = new CopyOnWriteArrayList<>();
  private int taken;

  @AfterEach
  void end() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private <T> ActorRef<T> start(Behavior<T> behavior) {
    return system.systemActorOf(behavior, "actor", CallersThread.DISPATCHER);
  }

  private Behavior<String> noting() {
    return Behaviors.receiveMessage(message -> {
      threads.add(Thread.currentThread());
      taken++;
      return Behaviors.same();
    });
  }

  @Test
  void an_actor_has_taken_what_it_was_told_when_the_telling_returns() {
    var actor = start(noting());
    actor.tell("first"); // whoever made it may still be at it
    await().atMost(Duration.ofSeconds(5)).until(() -> threads.size() == 1);

    actor.tell("second");

    assertThat(threads.getLast()).isSameAs(Thread.currentThread());
  }

  @Test
  void it_takes_one_message_at_a_time_whoever_tells_them() throws Exception {
    var actor = start(noting());
    try (var tellers = Executors.newFixedThreadPool(4)) {
      IntStream.range(0, 4).forEach(teller -> tellers.execute(() -> tell(actor, 20_000)));
    }

    await().atMost(Duration.ofSeconds(5)).until(() -> threads.size() == 80_000);
    assertThat(taken).isEqualTo(80_000);
  }

  private static void tell(ActorRef<String> actor, int messages) {
    IntStream.range(0, messages).forEach(number -> actor.tell("message"));
  }

  @Test
  void a_queue_that_is_never_empty_neither_fills_the_stack_nor_keeps_its_first_caller() {
    var keepsTelling = new AtomicReference<ActorRef<Integer>>();
    var done = new CompletableFuture<Integer>();
    var deepest = new AtomicInteger();
    var actor =
        start(
            Behaviors.<Integer>receiveMessage(left -> {
              deepest.accumulateAndGet(Thread.currentThread().getStackTrace().length, Math::max);
              threads.add(Thread.currentThread());
              if (left == 0) {
                done.complete(left);
              } else {
                keepsTelling.get().tell(left - 1);
              }
              return Behaviors.same();
            }));
    keepsTelling.set(actor);

    actor.tell(20_000);

    assertThat(done).succeedsWithin(Duration.ofSeconds(20));
    assertThat(deepest).hasValueLessThan(200);
    assertThat(threads.getLast()).isNotSameAs(Thread.currentThread());
  }

  @Test
  void an_error_that_no_actor_handles_goes_where_pekko_wants_it_and_not_to_the_caller() {
    var fatal = new AtomicReference<Throwable>();
    var threadsOfPekko =
        new MonitorableThreadFactory(
            "system", true, Option.empty(), (thread, error) -> fatal.set(error), new AtomicLong());
    var executor =
        new CallersThread(
                system.settings().config(), Adapter.toClassic(system).dispatchers().prerequisites())
            .createExecutorServiceFactory("id", threadsOfPekko)
            .createExecutorService();
    var error = new OutOfMemoryError("none left");

    executor.execute(() -> {
      throw error;
    });

    assertThat(fatal).hasValue(error);
  }

  @Test
  void the_thread_on_which_all_timers_wait_runs_no_actor() {
    start(
        Behaviors.<String>withTimers(timers -> {
          timers.startTimerWithFixedDelay("tick", Duration.ofMillis(10));
          return noting();
        }));

    await().atMost(Duration.ofSeconds(5)).until(() -> threads.size() >= 5);
    assertThat(threads).allMatch(Thread::isVirtual);
  }

  @Test
  void a_caller_that_was_interrupted_still_is_and_its_message_is_taken() {
    var actor = start(noting());
    actor.tell("first");
    await().atMost(Duration.ofSeconds(5)).until(() -> threads.size() == 1);

    Thread.currentThread().interrupt();
    actor.tell("second");

    assertThat(Thread.interrupted()).isTrue();
    assertThat(threads).hasSize(2);
    actor.tell("third");
    assertThat(threads).hasSize(3);
  }
}
