package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.placement.Placement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** Entities that turn to others in their own shard while it moves to another replica. */
@Isolated("it measures time")
final class WithinShardTest {
  private static final long PLENTY = 64L << 20;

  /**
   * About half of the shards move, a few at a time, and entities that do not end by themselves are
   * broken off after 2 s.
   */
  private static final Duration UNHINDERED = Duration.ofSeconds(4);

  private final Placement placement = new Placement("relay", LiveReplica.SHARDS, 2);

  @Test
  void an_ask_is_answered_before_the_shard_closes_and_its_asker_runs_once() throws Exception {
    try (var first = LiveReplica.first(PLENTY)) {
      var calls = callAll(first, "askWhenOpen");
      try (var second = LiveReplica.joining(first, PLENTY)) {
        untilShardsAreToMove(first, second);
        Relay.gate.countDown();
        for (var call : calls) {
          assertThat(LiveReplica.text(call.join())).isEqualTo("5");
        }
        second.awaitShards();
        assertThat(Relay.RUNS).hasValue(LiveReplica.SHARDS);
      }
    }
  }

  @Test
  void a_message_arrives_before_the_shard_closes_and_does_not_hold_it_up() throws Exception {
    try (var first = LiveReplica.first(PLENTY)) {
      var calls = callAll(first, "tellWhenOpen");
      try (var second = LiveReplica.joining(first, PLENTY)) {
        untilShardsAreToMove(first, second);
        Relay.gate.countDown();
        var since = System.nanoTime();
        second.awaitShards();
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(UNHINDERED);
        for (var call : calls) {
          assertThat(LiveReplica.text(call.join())).isEqualTo("1");
        }
        for (var shard = 0; shard < LiveReplica.SHARDS; shard++) {
          var key = key(shard, 1);
          LiveReplica.within(UNHINDERED, () -> second.reply(key, "length", "").equals("4"));
        }
      }
    }
  }

  /** In each shard one key that is in its handler, and has to do with another key of the shard. */
  private List<CompletableFuture<Outcome>> callAll(LiveReplica replica, String handler)
      throws InterruptedException {
    replica.awaitShards();
    Relay.closeGate(LiveReplica.SHARDS);
    var calls = new ArrayList<CompletableFuture<Outcome>>();
    for (var shard = 0; shard < LiveReplica.SHARDS; shard++) {
      replica.reply(key(shard, 1), "put", "\"start\"");
      calls.add(replica.call(key(shard, 0), handler, "\"" + key(shard, 1) + "\""));
    }
    assertThat(Relay.entered.await(10, TimeUnit.SECONDS)).isTrue();
    return calls;
  }

  private static void untilShardsAreToMove(LiveReplica first, LiveReplica second) {
    first.awaitMembers(2);
    second.awaitMembers(2);
    assertThat(second.owned()).isNotEmpty();
  }

  /** The {@code nth} key of a shard. */
  private String key(int shard, int nth) {
    return IntStream.range(0, 100_000)
        .mapToObj(number -> "key" + number)
        .filter(key -> placement.shardOf(key) == shard)
        .skip(nth)
        .findFirst()
        .orElseThrow();
  }
}
