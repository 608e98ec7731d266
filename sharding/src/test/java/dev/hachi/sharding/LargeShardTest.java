package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.transport.Capacity;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** A shard of many keys that moves from one replica to another, beside a small one that stays. */
@Isolated("it measures time")
final class LargeShardTest {
  private static final int KEYS = 100_000;
  private static final ShardId LARGE = new ShardId("f", 0);
  private static final ShardId SMALL = new ShardId("f", 1);

  /** A member that says nothing for longer counts as unreachable. */
  private static final Duration HEARTBEAT_PAUSE_MAX = Duration.ofSeconds(4);

  private static final Duration MOVED_MAX = Duration.ofSeconds(30);

  private static final Capacity CAPACITY = Capacity.of(Integer.MAX_VALUE, 0);

  @Test
  void it_arrives_whole_and_the_small_one_goes_on_meanwhile() throws Exception {
    try (var old = Host.open(CAPACITY, address -> new Member(address, 1));
        var next = Host.open(CAPACITY, address -> Host.newOwner(old.self, address))) {
      old.see(old.self);
      old.untilOpen(LARGE);
      old.untilOpen(SMALL);
      fill(old);

      next.see(old.self, next.self);
      old.see(old.self, next.self);
      var longest = 0L;
      var revision = 1L;
      for (var since = System.nanoTime(); !next.status(LARGE).open(); ) {
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(MOVED_MAX);
        var begun = System.nanoTime();
        old.commit(SMALL, "beat", revision++, "x").get(5, TimeUnit.SECONDS);
        longest = Math.max(longest, System.nanoTime() - begun);
      }

      assertThat(next.status(LARGE).keys()).isEqualTo(KEYS);
      assertThat(revision).isGreaterThan(10);
      assertThat(Duration.ofNanos(longest)).isLessThan(HEARTBEAT_PAUSE_MAX);
      System.out.printf(
          "%d keys moved; longest of %d commits to another shard meanwhile: %d ms%n",
          KEYS, revision - 1, longest / 1_000_000);
    }
  }

  private static void fill(Host host) throws Exception {
    var value = "v".repeat(100);
    var ends =
        IntStream.range(0, KEYS)
            .mapToObj(number -> host.commit(LARGE, "key" + number, 1, value))
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(ends).get(20, TimeUnit.SECONDS);
  }
}
