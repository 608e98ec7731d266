package dev.hachi.watchdog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What people read of a cluster. */
final class ClusterReportTest {
  private static final String BOTH = "\"a:1#1\",\"b:2#2\"";
  private static final String ONE = "http://127.0.0.1:8180";
  private static final String OTHER = "http://127.0.0.1:8181";

  @Test
  void figures_are_each_replicas_own_and_shards_are_the_newest_owners() {
    var text =
        report(
            Map.of(
                ONE,
                    page(
                        "a:1#1",
                        1,
                        BOTH,
                        shard(0, true, 3, "a:1#1", 2) + "," + shard(1, false, 1, "a:1#1", 9)),
                OTHER,
                    page(
                        "b:2#2",
                        4,
                        BOTH,
                        shard(0, false, 3, "a:1#1", 2) + "," + shard(1, true, 2, "b:2#2", 5))));

    assertThat(text.text(true))
        .contains("till: 2 shards, 7 keys, 7kB, 5 live entities\n")
        .contains(
            "REPLICA  RUNS  STORES  KEYS  BYTES  LIVE\na:1         1       2    11   11kB     1\n")
        .contains("b:2         1       2     7    7kB     4\n")
        .contains("    1  b:2         2     5    5kB  a:1 b:2\n")
        .doesNotContain("do not agree");
  }

  @Test
  void a_replica_that_was_not_asked_has_no_figures() {
    var text =
        report(Map.of(ONE, page("a:1#1", 1, BOTH, shard(0, true, 3, "a:1#1", 2)))).text(false);

    assertThat(text).containsPattern("b:2 +- +not asked +- +till");
    assertThat(text).containsPattern("b:2 +0 +1 +- +- +-");
  }

  @Test
  void replicas_that_see_others_are_named() {
    var text =
        report(
            Map.of(
                ONE, page("a:1#1", 0, "\"a:1#1\"", shard(0, true, 1, "a:1#1", 0)),
                OTHER, page("b:2#2", 0, "\"b:2#2\"", shard(0, true, 1, "b:2#2", 0))));

    assertThat(text.text(false)).contains("do not agree", "  a:1 sees a:1\n", "  b:2 sees b:2\n");
  }

  @Test
  void two_members_at_one_address_are_told_apart() {
    var text =
        report(Map.of(ONE, page("a:1#1", 0, "\"a:1#1\",\"a:1#2\"", shard(0, true, 1, "a:1#1", 0))));

    assertThat(text.text(false)).contains("a:1#1", "a:1#2");
  }

  @Test
  void a_replica_in_no_cluster_is_alone() {
    var page =
        """
        {"namespace":"fn","function":"till","ready":true,"draining":false,"uptime_seconds":61,
        "live_entities":{"till":2},"members":[],"shards":[]}\
        """;

    assertThat(report(Map.of(ONE, page)).text(false))
        .contains("ready, alone", "1m1s", "till: 2 live entities");
  }

  @Test
  void shards_that_came_together_are_one_row_and_the_newest_comes_first() {
    var moved =
        page("a:1#1", 0, BOTH, shard(0, true, 2, "a:1#1", 1))
            .replace(
                "\"self\"",
                """
                "moves":[%s,%s,%s],"self"\
                """
                    .formatted(
                        move(4, "2026-11-23T10:01:07.5Z", "died", 0.25, true),
                        move(2, "2026-11-23T10:00:59Z", "joined", 0.5, false),
                        move(3, "2026-11-23T10:00:58Z", "joined", 1.5, false)));

    assertThat(report(Map.of(ONE, moved)).text(false))
        .containsPattern(
            "(?m)^2026-11-23T10:01Z +till +recovery, degraded +died +b:2 +a:1 +1 +7 +0.250s\n"
                + "2026-11-23T10:00Z +till +hand-over +joined +b:2 +a:1 +2 +14 +1.500s$");
  }

  private static String move(int shard, String at, String cause, double seconds, boolean degraded) {
    return """
    {"function":"till","shard":%d,"at":"%s","from":"b:2#2","cause":"%s","seconds":%s,"keys":7,
    "degraded":%b}\
    """
        .formatted(shard, at, cause, seconds, degraded);
  }

  @Test
  void what_is_no_page_is_none() {
    assertThat(ClusterView.parse("{}")).isEmpty();
    assertThat(ClusterView.parse("<html>")).isEmpty();
    assertThat(ClusterView.parse("null")).isEmpty();
  }

  private static ClusterReport report(Map<String, String> pages) {
    var views = new LinkedHashMap<String, ClusterView>();
    pages.forEach((url, page) -> views.put(url, ClusterView.parse(page).orElseThrow()));
    return new ClusterReport(views);
  }

  private static String page(String self, int live, String members, String shards) {
    var all =
        members.replaceAll(
            "(\"[^\"]+\")", "{\"member\":$1,\"functions\":[\"till\"],\"draining\":false}");
    return """
    {"namespace":"fn","function":"till","ready":true,"draining":false,"uptime_seconds":5,
    "live_entities":{"till":%d},"self":"%s","members":[%s],"shards":[%s]}\
    """
        .formatted(live, self, all, shards);
  }

  private static String shard(int number, boolean runsHere, int counter, String owner, int keys) {
    return """
    {"function":"till","shard":%d,"runs_here":%b,"owner":"%s","ballot":"%d@%s",
    "copies":["a:1#1","b:2#2"],"keys":%d,"bytes":%d}\
    """
        .formatted(number, runsHere, owner, counter, owner, keys, 1000 * keys);
  }
}
