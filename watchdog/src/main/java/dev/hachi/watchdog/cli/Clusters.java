package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.cli.ClusterView.MemberView;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Which of several groups of replicas are in one cluster. Pure. */
final class Clusters {
  private Clusters() {}

  /**
   * The views of each cluster by their URLs. Replicas of one group stay together, so that those
   * which do not see each other are shown side by side.
   *
   * @param groups the URLs of replicas that were started together
   * @param views what those tell that answer, by URL
   */
  static List<Map<String, ClusterView>> of(
      List<List<String>> groups, Map<String, ClusterView> views) {
    List<Map<String, ClusterView>> clusters = new ArrayList<>();
    for (List<String> group : groups) {
      Map<String, ClusterView> own = new LinkedHashMap<>();
      group.stream().filter(views::containsKey).forEach(url -> own.put(url, views.get(url)));
      if (!own.isEmpty()) {
        clusters.add(joined(clusters, own));
      }
    }
    return clusters;
  }

  /** {@code own} behind those of {@code clusters} that know a member of it; these are taken out. */
  private static Map<String, ClusterView> joined(
      List<Map<String, ClusterView>> clusters, Map<String, ClusterView> own) {
    Set<String> members = members(own);
    Map<String, ClusterView> joined = new LinkedHashMap<>();
    for (Iterator<Map<String, ClusterView>> each = clusters.iterator(); each.hasNext(); ) {
      Map<String, ClusterView> cluster = each.next();
      if (!Collections.disjoint(members(cluster), members)) {
        joined.putAll(cluster);
        each.remove();
      }
    }
    joined.putAll(own);
    return joined;
  }

  private static Set<String> members(Map<String, ClusterView> views) {
    Set<String> members = new HashSet<>();
    views
        .values()
        .forEach(view -> view.members().stream().map(MemberView::member).forEach(members::add));
    return members;
  }
}
