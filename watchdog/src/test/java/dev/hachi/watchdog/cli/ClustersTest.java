package dev.hachi.watchdog.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.watchdog.cli.ClusterView.MemberView;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class ClustersTest {
  private final Map<String, ClusterView> views = new LinkedHashMap<>();

  @Test
  void two_functions_that_know_each_other_are_one_cluster() {
    sees("counter", "a", "b");
    sees("visits", "a", "b");

    assertThat(clusters(List.of(List.of("counter"), List.of("visits"))))
        .containsExactly(Set.of("counter", "visits"));
  }

  @Test
  void groups_that_do_not_know_each_other_are_two() {
    sees("one", "a");
    sees("other", "b");

    assertThat(clusters(List.of(List.of("one"), List.of("other"))))
        .containsExactly(Set.of("one"), Set.of("other"));
  }

  @Test
  void a_group_that_is_parted_stays_together() {
    sees("one", "a");
    sees("other", "b");

    assertThat(clusters(List.of(List.of("one", "other")))).containsExactly(Set.of("one", "other"));
  }

  @Test
  void one_that_knows_two_joins_them_and_who_does_not_answer_is_left_out() {
    sees("one", "a");
    sees("other", "b");
    sees("both", "a", "b");

    assertThat(clusters(List.of(List.of("one"), List.of("other", "silent"), List.of("both"))))
        .containsExactly(Set.of("one", "other", "both"));
  }

  private List<Set<String>> clusters(List<List<String>> groups) {
    return Clusters.of(groups, views).stream().map(Map::keySet).toList();
  }

  private void sees(String url, String... members) {
    var seen = Arrays.stream(members).map(m -> new MemberView(m, List.of("f"), false)).toList();
    views.put(
        url,
        new ClusterView("ns", "f", true, false, 1, Map.of(), members[0], seen, List.of(), null));
  }
}
