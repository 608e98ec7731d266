package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.hachi.sharding.placement.Division;
import dev.hachi.sharding.placement.Members;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One member without others, in this process. */
@Timeout(60)
final class MembershipTest {
  private static final Map<String, Division> CART = Map.of("cart", new Division(128, 3));

  private final ClusterSettings settings =
      new ClusterSettings("ns", "127.0.0.1", 0, new JoinSource.None(), null, CART, Map.of());
  private final BlockingQueue<Members> told = new LinkedBlockingQueue<>();
  private final BlockingQueue<String> ends = new LinkedBlockingQueue<>();
  private ActorSystem<Void> system;

  @BeforeEach
  void start() {
    system =
        ActorSystem.create(
            Behaviors.empty(),
            ClusterSettings.systemName("ns"),
            settings.config().withFallback(ConfigFactory.load()));
  }

  @AfterEach
  void stop() throws Exception {
    system.terminate();
    system.getWhenTerminated().toCompletableFuture().get(20, TimeUnit.SECONDS);
  }

  @Test
  void without_others_to_find_it_is_a_cluster_of_its_own_until_it_leaves() throws Exception {
    var membership = Membership.start(system, settings, new Told());
    var alone = Map.of(membership.self(), Set.of("cart"));
    assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo(new Members(alone, Set.of(), CART));
    assertThat(membership.contact().members()).containsExactly(membership.self());

    membership.announceDrain();
    assertThat(told.poll(5, TimeUnit.SECONDS))
        .isEqualTo(new Members(alone, Set.of(membership.self()), CART));

    assertThat(membership.leave().toCompletableFuture().get(12, TimeUnit.SECONDS)).isTrue();
    system.getWhenTerminated().toCompletableFuture().get(10, TimeUnit.SECONDS);
    assertThat(told).isEmpty();
    assertThat(ends).isEmpty();
  }

  @Test
  void before_it_has_joined_it_tells_of_no_cluster_and_leaves_at_once() throws Exception {
    var nobody = new JoinSource.Static(List.of("127.0.0.1:" + FreePorts.next()));
    var seeking = new ClusterSettings("ns", "127.0.0.1", 0, nobody, null, Map.of(), Map.of());
    var membership = Membership.start(system, seeking, new Told());
    assertThat(membership.contact()).isEqualTo(new Contact("ns", membership.self(), List.of()));
    assertThat(membership.leave().toCompletableFuture().get(2, TimeUnit.SECONDS)).isTrue();
    assertThat(told).isEmpty();
  }

  @Test
  void a_listener_that_fails_is_told_the_next_time_as_well() throws Exception {
    var membership =
        Membership.start(
            system,
            settings,
            new Told() {
              @Override
              public void changed(Members members) {
                super.changed(members);
                throw new IllegalStateException("on purpose");
              }
            });
    assertThat(told.poll(10, TimeUnit.SECONDS)).isNotNull();
    membership.announceDrain();
    assertThat(told.poll(5, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void nothing_is_started_that_nobody_uses() {
    Membership.start(system, settings, new Told());
    await().atMost(Duration.ofSeconds(10)).until(() -> !told.isEmpty());
    for (var unused : Set.of("clusterReceptionist", "localReceptionist", "ddataReplicator")) {
      assertThat(
              Adapter.toClassic(system)
                  .actorSelection("/system/" + unused)
                  .resolveOne(Duration.ofSeconds(1))
                  .toCompletableFuture())
          .as(unused)
          .failsWithin(Duration.ofSeconds(3));
    }
  }

  private class Told implements MembershipListener {
    @Override
    public void changed(Members members) {
      told.add(members);
    }

    @Override
    public void downed(String reason) {
      ends.add(reason);
    }

    @Override
    public void giveWay(String reason) {
      ends.add(reason);
    }

    @Override
    public void refused(String reason) {
      ends.add(reason);
    }
  }
}
