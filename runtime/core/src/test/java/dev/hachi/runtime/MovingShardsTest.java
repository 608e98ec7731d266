package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.apache.pekko.Done;
import org.junit.jupiter.api.Test;

/**
 * Two replicas, one store, and shards that move between them all the time while callers, who repeat
 * what has moved as a router would, go on.
 */
final class MovingShardsTest {
  private static final int CALLERS = 8;
  private static final int CALLS = 150;
  private static final int MOVES = 60;
  private static final String SHARDS = "abc";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final long seed = System.nanoTime();
  private final OwnedStore store = new OwnedStore.Slow();
  private final TestSurroundings left = TestSurroundings.sharded(store);
  private final TestSurroundings right = TestSurroundings.sharded(store);

  @Test
  void no_change_is_lost_and_none_is_made_twice_while_shards_move() throws Exception {
    try (var one = RunningFunction.of(Tally.class, Within.live(4), left);
        var other = RunningFunction.of(Tally.class, Within.live(4), right);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      SHARDS.chars().forEach(shard -> left.open("tally", (char) shard));
      var moving = threads.submit(this::move);
      var calling = new ArrayList<Future<List<String>>>();
      for (var caller = 0; caller < CALLERS; caller++) {
        var random = new Random(seed + caller);
        var name = "caller-" + caller;
        calling.add(threads.submit(() -> call(List.of(one, other), name, random)));
      }

      var replies = new ArrayList<String>();
      for (var caller : calling) {
        replies.addAll(caller.get(60, TimeUnit.SECONDS));
      }
      moving.get(60, TimeUnit.SECONDS);

      assertThat(replies).as("seed %d", seed).doesNotHaveDuplicates().hasSize(CALLERS * CALLS);
      assertThat(
              IntStream.range(0, SHARDS.length())
                  .map(shard -> sum(List.of(one, other), shard))
                  .sum())
          .as("seed %d", seed)
          .isEqualTo(CALLERS * CALLS);
    }
  }

  /** Lets shards go from one replica to the other, in order or not. */
  private Done move() {
    var random = new Random(seed - 1);
    var owners = new boolean[SHARDS.length()];
    for (var move = 0; move < MOVES; move++) {
      var number = random.nextInt(owners.length);
      var shard = SHARDS.charAt(number);
      var from = owners[number] ? right : left;
      if (random.nextInt(3) == 0) {
        from.abandon("tally", shard);
      } else {
        from.close("tally", shard).join();
      }
      owners[number] = !owners[number];
      (owners[number] ? right : left).open("tally", shard);
      LockSupport.parkNanos(random.nextInt(20_000_000));
    }
    return Done.done();
  }

  /** What each add replied, with its key. */
  private List<String> call(List<RunningFunction> replicas, String caller, Random random) {
    var replies = new ArrayList<String>();
    for (var call = 0; call < CALLS; call++) {
      var key = SHARDS.charAt(random.nextInt(SHARDS.length())) + "-key";
      var id = caller + "-" + call;
      replies.add(key + " " + untilItArrives(replicas, key, "add", id, random.nextBoolean()));
      left.answered(replicas.getFirst().address(key), "add", id);
      right.answered(replicas.getFirst().address(key), "add", id);
    }
    return replies;
  }

  private static String untilItArrives(
      List<RunningFunction> replicas, String key, String handler, String id, boolean lasting) {
    for (var attempt = 0; ; attempt++) {
      var replica = replicas.get(attempt % 2);
      var reply =
          RunningFunction.text(replica.send(key, handler, "1", id, PATIENCE, lasting).join());
      if (!reply.equals(FailureCode.MOVED)) {
        return reply;
      }
      LockSupport.parkNanos(200_000);
    }
  }

  private static int sum(List<RunningFunction> replicas, int shard) {
    var key = SHARDS.charAt(shard) + "-key";
    return Integer.parseInt(untilItArrives(replicas, key, "get", "sum", true));
  }
}
