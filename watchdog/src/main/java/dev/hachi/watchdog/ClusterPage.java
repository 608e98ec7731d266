package dev.hachi.watchdog;

import dev.hachi.sharding.ClusterSurroundings;
import dev.hachi.sharding.ShardMove;
import dev.hachi.sharding.ShardStatus;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.replication.ShardConfig;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The part of the page {@code /admin/cluster} that tells of other replicas: the members, the shards
 * as this replica knows them, and those that came to it lately.
 */
final class ClusterPage {
  private static final double MILLIS_PER_SECOND = 1e3;

  private ClusterPage() {}

  static CompletionStage<Map<String, ?>> of(ClusterSurroundings cluster) {
    return cluster
        .shardStatus()
        .thenApply(shards -> {
          Map<String, @Nullable Object> page = new LinkedHashMap<>();
          page.put("self", cluster.self().map(Member::toString).orElse(null));
          page.put("members", members(cluster.members()));
          page.put("shards", shards.stream().map(ClusterPage::shard).toList());
          page.put("moves", cluster.moves().stream().map(ClusterPage::move).toList());
          return page;
        });
  }

  private static List<Map<String, Object>> members(Members members) {
    return new TreeMap<>(members.functions())
        .entrySet().stream()
            .map(entry -> {
              Map<String, Object> member = new LinkedHashMap<>();
              member.put("member", entry.getKey().toString());
              member.put("functions", List.copyOf(new TreeSet<>(entry.getValue())));
              member.put("draining", members.draining().contains(entry.getKey()));
              return member;
            })
            .toList();
  }

  private static Map<String, @Nullable Object> shard(ShardStatus status) {
    ShardConfig config = status.config();
    Map<String, @Nullable Object> shard = new LinkedHashMap<>();
    shard.put("function", status.function());
    shard.put("shard", status.shard());
    shard.put("runs_here", status.open());
    shard.put("owner", config == null ? null : config.ballot().owner().toString());
    shard.put("ballot", config == null ? null : config.ballot().toString());
    shard.put(
        "copies",
        config == null
            ? List.of()
            : config.current().members().stream().map(Member::toString).toList());
    shard.put("keys", status.keys());
    shard.put("bytes", status.bytes());
    return shard;
  }

  private static Map<String, Object> move(ShardMove move) {
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("function", move.function());
    page.put("shard", move.shard());
    page.put("at", move.at().toString());
    page.put("from", move.from().toString());
    page.put("cause", move.cause().name().toLowerCase(Locale.ROOT));
    page.put("seconds", move.took().toMillis() / MILLIS_PER_SECOND);
    page.put("keys", move.keys());
    page.put("degraded", move.degraded());
    return page;
  }
}
