package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.runtime.Address;
import dev.hachi.sharding.ShardMove.Cause;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.transport.Capacity;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a replica remembers of the shards that came to it. */
final class MovesTest {
  private static final Capacity CAPACITY = Capacity.of(Integer.MAX_VALUE, 0);
  private static final long PLENTY = 64L << 20;
  private static final ShardId MOVED = new ShardId("f", 0);
  private static final ShardId STAYING = new ShardId("f", 1);

  @Test
  void a_new_shard_comes_from_nobody_another_from_its_owner_while_that_lives_and_after_its_end()
      throws Exception {
    try (var old = Host.open(CAPACITY, address -> new Member(address, 1));
        var next = Host.open(CAPACITY, address -> Host.newOwner(old.self, address))) {
      old.see(old.self);
      old.untilOpen(MOVED);
      old.untilOpen(STAYING);
      old.commit(MOVED, "one", 1, "x").get(5, TimeUnit.SECONDS);
      old.commit(MOVED, "two", 1, "x").get(5, TimeUnit.SECONDS);
      assertThat(old.moves.latest()).isEmpty();

      next.see(old.self, next.self);
      old.see(old.self, next.self);
      next.untilOpen(MOVED);

      var handOver = next.moves.latest().getFirst();
      assertThat(handOver.cause()).isEqualTo(Cause.JOINED);
      assertThat(handOver.shard()).isEqualTo(MOVED.number());
      assertThat(handOver.from()).isEqualTo(old.self);
      assertThat(handOver.keys()).isEqualTo(2);
      assertThat(handOver.took()).isPositive();
      assertThat(handOver.degraded()).isFalse();

      old.die();
      next.see(next.self);
      next.untilOpen(STAYING);

      var recovery = next.moves.latest().getFirst();
      assertThat(recovery.cause()).isEqualTo(Cause.DIED);
      assertThat(recovery.from()).isEqualTo(old.self);
      // Of two copies one is gone, which leaves no majority.
      assertThat(recovery.degraded()).isTrue();
      assertThat(next.degraded).hasPositiveValue();
    }
  }

  @Test
  void a_replica_that_drains_hands_its_shards_over() throws Exception {
    try (var first = LiveReplica.first(PLENTY)) {
      first.awaitShards();
      try (var second = LiveReplica.joining(first, PLENTY)) {
        second.awaitMembers(2);
        second.awaitShards();
        var self = first.cluster.self().orElseThrow();
        assertThat(second.cluster.moves())
            .hasSameSizeAs(second.owned())
            .allMatch(move -> move.cause() == Cause.JOINED && move.from().equals(self));
        var figures = second.cluster.figures();
        assertThat(figures.members()).isEqualTo(2);
        assertThat(figures.shardsOwned()).containsEntry("relay", second.owned().size());
        assertThat(figures.bytesMax()).isEqualTo(PLENTY);
        assertThat(figures.waiting()).isZero();
        assertOwnerAloneShowsAnEntity(first, second);
      }
      first.awaitMembers(1);
      first.awaitShards();
      assertThat(first.cluster.moves())
          .isNotEmpty()
          .allMatch(move -> move.cause() == Cause.DRAINED && !move.degraded());
    }
  }

  private static void assertOwnerAloneShowsAnEntity(LiveReplica one, LiveReplica other) {
    assertThat(one.reply("ann", "put", "\"hello\"")).isEqualTo("5");
    var address = new Address("ns", "relay", "ann");
    var owner = one.cluster.ownerOf(address);
    var isOne = owner.equals(one.cluster.self());

    assertThat(other.cluster.ownerOf(address)).isEqualTo(owner);
    assertThat((isOne ? one : other).look("ann").orElseThrow().state())
        .isEqualTo(Map.of("text", "hello"));
    assertThat((isOne ? other : one).look("ann")).isEmpty();
  }

  @Test
  void the_oldest_is_forgotten_and_the_time_runs_from_when_the_shard_was_to_come() {
    var self = new Member("a:1", 1);
    var other = new Member("b:1", 2);
    var now = new AtomicLong();
    var moves = new Moves(self, Clock.systemUTC(), now::get, ClusterTelemetry.NONE);

    for (var number = 0; number <= Moves.KEPT_MAX; number++) {
      var shard = new ShardId("f", number);
      moves.placed(shard, List.of(self, other), false);
      now.addAndGet(Duration.ofMillis(30).toNanos());
      moves.placed(shard, List.of(self, other), false);
      now.addAndGet(Duration.ofMillis(12).toNanos());
      moves.opened(shard, new Ballot(1, other), 0);
    }

    assertThat(moves.latest()).hasSize(Moves.KEPT_MAX);
    assertThat(moves.latest().getFirst().shard()).isEqualTo(Moves.KEPT_MAX);
    assertThat(moves.latest().getLast().shard()).isEqualTo(1);
    assertThat(moves.latest()).allMatch(move -> move.took().toMillis() == 42);
  }
}
