package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.transport.Capacity;
import dev.hachi.sharding.transport.Post;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which invocations count as waiting, and which as sent again. */
final class WaitingTest {
  private final Member self = new Member("a:1", 1);
  private final AtomicBoolean sendersLiveHere = new AtomicBoolean(true);
  private final AtomicInteger moved = new AtomicInteger();
  private final AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
  private final LinkedBlockingQueue<ResidentsCommand.Deliver> delivered =
      new LinkedBlockingQueue<>();
  private ActorSystem<Void> system;
  private Post post;
  private ShardRouter router;

  @BeforeEach
  void open() throws IOException {
    system = ActorSystem.create(Behaviors.<Void>empty(), "waiting", ConfigFactory.load());
    post =
        Post.open(
            "127.0.0.1", 0, Capacity.of(Integer.MAX_VALUE, 1 << 20), Guard.OPEN, Clock.systemUTC());
    var residents =
        system.<ResidentsCommand>systemActorOf(
            Behaviors.receiveMessage(command -> {
              if (command instanceof ResidentsCommand.Deliver deliver) {
                delivered.add(deliver);
              }
              return Behaviors.same();
            }),
            "residents",
            Props.empty());
    var telemetry =
        new ClusterTelemetry() {
          @Override
          public void repeated(String function, Retry why) {
            moved.addAndGet(why == Retry.MOVED ? 1 : 100);
          }
        };
    router =
        new ShardRouter(
            self,
            system,
            residents,
            shard -> sendersLiveHere.get(),
            (function, version) -> {},
            post,
            clock(now::get),
            telemetry);
  }

  @AfterEach
  void close() {
    post.close();
    system.terminate();
  }

  @Test
  void those_without_an_owner_and_those_turned_away_wait_and_one_that_runs_does_not()
      throws Exception {
    var call = router.invoke(invocation()).toCompletableFuture();
    assertThat(router.waiting()).isEqualTo(1);

    router.see(Host.layout(List.of(self)));
    var first = take();
    assertThat(router.waiting()).isZero();
    assertThat(moved).hasValue(0);

    first.replyTo().tell(new Outcome.Failed(FailureCode.MOVED, "elsewhere"));
    assertThat(router.waiting()).isEqualTo(1);
    var second = take();
    assertThat(moved).hasValue(1);
    assertThat(router.waiting()).isEqualTo(1);
    now.updateAndGet(before -> before.plusSeconds(2));
    assertThat(router.waiting()).isZero(); // it has run for two seconds

    second.replyTo().tell(new Outcome.Replied(Reply.text("done")));
    assertThat(call.get(5, TimeUnit.SECONDS)).isInstanceOf(Outcome.Replied.class);
    await().until(() -> router.waiting() == 0);
  }

  @Test
  void a_message_whose_sender_has_moved_is_not_sent_again_from_here() throws Exception {
    router.see(Host.layout(List.of(self)));
    var sender = new Address("ns", "f", "sender");
    var call = router.invoke(invocation(new Origin.Tell(sender, 7))).toCompletableFuture();
    var first = take();

    sendersLiveHere.set(false);
    first.replyTo().tell(new Outcome.Failed(FailureCode.MOVED, "elsewhere"));

    assertThat(call.get(5, TimeUnit.SECONDS))
        .isInstanceOfSatisfying(
            Outcome.Failed.class, end -> assertThat(end.message()).contains("sender has moved"));
    assertThat(delivered).isEmpty();
    assertThat(router.waiting()).isZero();
  }

  private static Clock clock(InstantSource source) {
    return source.withZone(ZoneOffset.UTC);
  }

  private ResidentsCommand.Deliver take() throws InterruptedException {
    var next = delivered.poll(10, TimeUnit.SECONDS);
    assertThat(next).isNotNull();
    return next;
  }

  private static Invocation invocation() {
    return invocation(new Origin.Outside(false));
  }

  private static Invocation invocation(Origin origin) {
    return new Invocation(
        "id",
        origin,
        new Address("ns", "f", "key"),
        "get",
        new Request("application/json", List.of(), Bytes.EMPTY),
        Clock.systemUTC().instant().plus(Duration.ofSeconds(60)));
  }
}
