package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.EntityView;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.placement.Members;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Replicas of two releases of one function, of which one cannot read what the other stores. */
@Timeout(120)
final class ReleasesTest {
  private static final List<String> KEYS =
      IntStream.range(0, 60).mapToObj(number -> "key" + number).toList();

  private static final Duration A_BIT = Duration.ofMillis(500);
  private static final Duration A_WHILE = Duration.ofSeconds(30);

  @Test
  void older_code_that_comes_back_serves_nobody_while_there_is_newer_code_and_loses_nothing()
      throws IOException {
    var newer = LiveReplica.first(PantryV2.class);
    all(newer, "own", "\"ann\"");
    try (var older = joined(newer, PantryV1.class)) {
      assertThat(all(older, "owner", "")).containsOnly("\"ann\"");
      await().until(() -> newer.open().size() == LiveReplica.SHARDS);
      assertThat(older.owned()).isEmpty();

      newer.reply("timed", "addLater", "2000");
      newer.close();
      older.awaitMembers(1);
      older.awaitShards();
      assertThat(refused(older)).hasSize(KEYS.size());
      assertThat(older.reply("new", "add", "5")).isEqualTo("5");

      try (var again = LiveReplica.joining(older, PantryV2.class)) {
        await().atMost(A_WHILE).until(() -> again.open().size() == LiveReplica.SHARDS);
        assertThat(all(older, "owner", "")).containsOnly("\"ann\"");
        assertThat(again.reply("new", "jars", "")).isEqualTo("5");
        await().until(() -> older.reply("timed", "jars", "").equals("1"));
        await().during(A_BIT).until(() -> older.reply("timed", "jars", "").equals("1"));
      }
    }
  }

  @Test
  void a_timer_of_newer_code_that_comes_due_with_an_older_owner_goes_to_newer_code()
      throws IOException {
    var leaving = LiveReplica.first(PantryV2.class);
    try (var older = joined(leaving, PantryV1.class);
        var newer = LiveReplica.joining(older, PantryV2.class)) {
      for (var replica : List.of(older, leaving, newer)) {
        replica.awaitMembers(3);
        replica.awaitShards();
      }
      var key = keyThatGoes(leaving, older);
      older.reply(key, "addLater", "6000"); // longer than the hand-over takes
      leaving.close();

      // Nobody asks for the key: its timer alone is what the older owner finds.
      await().atMost(A_WHILE).until(() -> hasOneJar(newer, key));
    }
  }

  private static boolean hasOneJar(LiveReplica replica, String key) {
    var stored = replica.look(key).map(EntityView::state);
    return stored.equals(Optional.of(Map.of("jars", 1, "owner", "")));
  }

  /** A key that {@code from} owns, and {@code to} will own when {@code from} is gone. */
  private static String keyThatGoes(LiveReplica from, LiveReplica to) {
    var members = to.cluster.members();
    var functions = new HashMap<>(members.functions());
    functions.remove(from.cluster.self().orElseThrow());
    var left = Layout.of(new Members(functions, Set.of(), members.divisions(), members.versions()));
    return KEYS.stream()
        .filter(key -> {
          var address = new Address("ns", "pantry", key);
          return to.cluster.ownerOf(address).equals(from.cluster.self())
              && Optional.ofNullable(left.ownerOf(address)).equals(to.cluster.self());
        })
        .findFirst()
        .orElseThrow();
  }

  private static LiveReplica joined(LiveReplica other, Class<?> function) throws IOException {
    var replica = LiveReplica.joining(other, function);
    other.awaitMembers(2);
    replica.awaitMembers(2);
    replica.awaitShards();
    other.awaitShards();
    return replica;
  }

  private static List<String> all(LiveReplica replica, String handler, String json) {
    var calls = KEYS.stream().map(key -> replica.call(key, handler, json)).toList();
    return calls.stream().map(CompletableFuture::join).map(LiveReplica::text).toList();
  }

  private static List<Outcome> refused(LiveReplica replica) {
    return KEYS.stream()
        .map(key -> replica.call(key, "jars", "").join())
        .filter(outcome ->
            outcome instanceof Outcome.Failed(var code, var why)
                && code.equals(FailureCode.NEWER_STATE))
        .toList();
  }
}
