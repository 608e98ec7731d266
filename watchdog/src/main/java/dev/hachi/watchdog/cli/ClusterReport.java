package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.cli.ClusterView.MemberView;
import dev.hachi.watchdog.cli.ClusterView.ShardView;
import dev.hachi.watchdog.config.GoDuration;
import dev.hachi.watchdog.http.HumanSize;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What several replicas tell of their cluster, as text for people. */
final class ClusterReport {
  private static final String UNKNOWN = "-";
  private static final Comparator<ShardView> NEWER =
      Comparator.comparingLong(ShardView::counter).thenComparing(ShardView::runsHere);

  /** By URL, in the order in which they were asked. */
  private final Map<String, ClusterView> views;

  // By member; a replica in no cluster has its URL for a name.
  private final Map<String, MemberView> members = new TreeMap<>();
  private final Map<String, String> urls = new TreeMap<>();
  private final MoveReport moves = new MoveReport(this::shortened);

  private record Size(long bytes) {
    @Override
    public String toString() {
      return HumanSize.of(bytes);
    }
  }

  ClusterReport(Map<String, ClusterView> views) {
    this.views = views;
    views.forEach((url, view) -> {
      urls.put(name(url, view), url);
      view.members().forEach(member -> members.putIfAbsent(member.member(), member));
      members.putIfAbsent(
          name(url, view), new MemberView(name(url, view), functions(view), view.draining()));
    });
  }

  private static String name(String url, ClusterView view) {
    return view.self() == null ? url : view.self();
  }

  private static List<String> functions(ClusterView view) {
    Set<String> functions = new TreeSet<>(view.liveEntities().keySet());
    if (view.function() != null) {
      functions.add(view.function());
    }
    return List.copyOf(functions);
  }

  /**
   * All of it.
   *
   * @param eachShard whether the shards are listed one by one, too
   */
  String text(boolean eachShard) {
    StringBuilder text = new StringBuilder(memberTable());
    disagreement(text);
    Set<String> functions = new TreeSet<>();
    members.values().forEach(member -> functions.addAll(member.functions()));
    for (String function : functions) {
      Collection<ShardView> shards = newest(function);
      text.append('\n').append(summary(function, shards)).append('\n');
      text.append(replicaTable(function, shards));
      if (eachShard && !shards.isEmpty()) {
        text.append('\n').append(shardTable(shards));
      }
    }
    return text.append(moves.text(views)).toString();
  }

  // ---- the members ------------------------------------------------------------------------------

  private String memberTable() {
    Table table = new Table("REPLICA", "METRICS URL", "STATE", "UP", "FUNCTIONS");
    members.forEach((name, member) -> {
      ClusterView view = view(name);
      table.row(
          shortened(name),
          urls.getOrDefault(name, UNKNOWN),
          state(member, view),
          view == null ? UNKNOWN : GoDuration.format(Duration.ofSeconds(view.uptimeSeconds())),
          String.join(", ", member.functions()));
    });
    return table.text();
  }

  private @Nullable ClusterView view(String name) {
    String url = urls.get(name);
    return url == null ? null : views.get(url);
  }

  private static String state(MemberView member, @Nullable ClusterView view) {
    if (member.draining() || (view != null && view.draining())) {
      return "draining";
    }
    if (view == null) {
      return "not asked";
    }
    String alone = view.self() == null ? ", alone" : "";
    return (view.ready() ? "ready" : "starting") + alone;
  }

  /** Right after a change it is usual; if it lasts, there are two clusters. */
  private void disagreement(StringBuilder text) {
    Set<Set<String>> seen = new HashSet<>();
    views.values().forEach(view -> seen.add(memberNames(view)));
    if (seen.size() > 1) {
      text.append("\nThe replicas do not agree on who is there:\n");
      views.forEach((url, view) ->
          text.append("  ")
              .append(shortened(name(url, view)))
              .append(" sees ")
              .append(
                  memberNames(view).stream().map(this::shortened).collect(Collectors.joining(", ")))
              .append('\n'));
    }
  }

  private static Set<String> memberNames(ClusterView view) {
    return view.members().stream()
        .map(MemberView::member)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Without the uid, which only tells members at one address from each other. */
  private String shortened(String member) {
    String address = address(member);
    boolean unique = members.keySet().stream().filter(m -> address(m).equals(address)).count() < 2;
    return unique ? address : member;
  }

  private static String address(String member) {
    int uid = member.indexOf('#');
    return uid < 0 ? member : member.substring(0, uid);
  }

  // ---- the shards -------------------------------------------------------------------------------

  /** Each shard as who knows most of it tells. */
  private Collection<ShardView> newest(String function) {
    Map<Integer, ShardView> newest = new TreeMap<>();
    for (ClusterView view : views.values()) {
      for (ShardView shard : of(function, view)) {
        newest.merge(
            shard.shard(), shard, (one, other) -> NEWER.compare(one, other) < 0 ? other : one);
      }
    }
    return newest.values();
  }

  private static List<ShardView> of(String function, ClusterView view) {
    return view.shards().stream().filter(shard -> shard.function().equals(function)).toList();
  }

  private String summary(String function, Collection<ShardView> shards) {
    long live =
        views.values().stream()
            .mapToLong(view -> view.liveEntities().getOrDefault(function, 0L))
            .sum();
    if (shards.isEmpty()) {
      return "%s: %s".formatted(function, entities(live));
    }
    long ownerless = shards.stream().filter(shard -> shard.owner() == null).count();
    return "%s: %s, %s, %s, %s%s"
        .formatted(
            function,
            Hachi.count(shards.size(), "shard"),
            Hachi.count(shards.stream().mapToLong(ShardView::keys).sum(), "key"),
            HumanSize.of(shards.stream().mapToLong(ShardView::bytes).sum()),
            entities(live),
            ownerless == 0 ? "" : "; the owners of " + ownerless + " shards are not known here");
  }

  private static String entities(long live) {
    return live == 1 ? "1 live entity" : live + " live entities";
  }

  private String replicaTable(String function, Collection<ShardView> shards) {
    Table table = new Table("REPLICA", "RUNS", "STORES", "KEYS", "BYTES", "LIVE");
    members.forEach((name, member) -> {
      if (member.functions().contains(function)) {
        table.row(cells(name, function, shards, view(name)));
      }
    });
    return table.text();
  }

  private Object[] cells(
      String name, String function, Collection<ShardView> shards, @Nullable ClusterView view) {
    List<Object> cells = new ArrayList<>();
    cells.add(shortened(name));
    cells.add(shards.stream().filter(shard -> name.equals(shard.owner())).count());
    cells.add(shards.stream().filter(shard -> shard.copies().contains(name)).count());
    if (view == null) {
      cells.addAll(List.of(UNKNOWN, UNKNOWN, UNKNOWN));
    } else {
      List<ShardView> own = of(function, view);
      cells.add(own.stream().mapToLong(ShardView::keys).sum());
      cells.add(new Size(own.stream().mapToLong(ShardView::bytes).sum()));
      cells.add(view.liveEntities().getOrDefault(function, 0L));
    }
    return cells.toArray();
  }

  private String shardTable(Collection<ShardView> shards) {
    Table table = new Table("SHARD", "OWNER", "BALLOT", "KEYS", "BYTES", "COPIES");
    for (ShardView shard : shards) {
      table.row(
          shard.shard(),
          shard.owner() == null ? UNKNOWN : shortened(shard.owner()),
          shard.counter() < 0 ? UNKNOWN : shard.counter(),
          shard.keys(),
          new Size(shard.bytes()),
          shard.copies().stream().map(this::shortened).collect(Collectors.joining(" ")));
    }
    return table.text();
  }
}
