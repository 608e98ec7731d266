package dev.hachi.watchdog.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The page {@code /admin/cluster} of one replica: itself, and the cluster as it sees it.
 *
 * @param function the one that answers HTTP; null before it is known
 * @param liveEntities by function
 * @param self null for a replica that is in no cluster
 */
record ClusterView(
    String namespace,
    @Nullable String function,
    boolean ready,
    boolean draining,
    long uptimeSeconds,
    Map<String, Long> liveEntities,
    @Nullable String self,
    List<MemberView> members,
    List<ShardView> shards,
    @Nullable List<MoveView> moves) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          // A newer release may tell more.
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /** One replica of the cluster. */
  record MemberView(String member, List<String> functions, boolean draining) {}

  /**
   * One shard, as the replica knows it.
   *
   * @param owner null when the replica does not know it
   * @param ballot {@code COUNTER@OWNER}; null when the replica does not know it
   */
  record ShardView(
      String function,
      int shard,
      boolean runsHere,
      @Nullable String owner,
      @Nullable String ballot,
      List<String> copies,
      int keys,
      long bytes) {
    /** How many owners there were, or wanted to be; -1 when the replica does not know it. */
    long counter() {
      return ballot == null ? -1 : Long.parseLong(ballot.substring(0, ballot.indexOf('@')));
    }
  }

  /**
   * A shard that came to the replica.
   *
   * @param at when, in ISO 8601
   * @param seconds from when the replica saw that it was to run the shard until it did
   */
  record MoveView(
      String function,
      int shard,
      String at,
      String from,
      String cause,
      double seconds,
      int keys,
      boolean degraded) {
    boolean isRecovery() {
      return cause.equals("died");
    }
  }

  ClusterView {
    Objects.requireNonNull(namespace);
    liveEntities = Map.copyOf(liveEntities);
    members = List.copyOf(members);
    shards = List.copyOf(shards);
    moves = moves == null ? List.of() : List.copyOf(moves); // an older release tells none
  }

  /** Reads the page; empty when it is something else. */
  static Optional<ClusterView> parse(String page) {
    try {
      return Optional.ofNullable(JSON.readValue(page, ClusterView.class));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }
}
