package dev.hachi.sharding.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PlacementTest {
  private static final int SHARDS = 1024;

  private final Placement placement = new Placement("counter", SHARDS, 3);

  @Test
  void every_member_owns_and_stores_about_as_many_shards_as_the_others() {
    // Pods of a deployment differ in few characters; uids are random, here with a fixed seed.
    var random = new Random(7);
    var members =
        IntStream.range(0, 10)
            .mapToObj(n -> new Member("10.42.0." + (17 + n) + ":7355", random.nextLong()))
            .toList();
    var owned = new HashMap<Member, Integer>();
    var stored = new HashMap<Member, Integer>();
    for (var shard = 0; shard < SHARDS; shard++) {
      var copies = placement.copiesOf(shard, view(members));
      owned.merge(copies.getFirst(), 1, Integer::sum);
      copies.forEach(copy -> stored.merge(copy, 1, Integer::sum));
    }
    assertThat(stored.values())
        .allSatisfy(count -> assertThat(count / (SHARDS * 0.3)).isEqualTo(1, within(0.15)));
    assertThat(owned).hasSize(10);
    System.out.println(owned.values() + " " + stored.values());
  }

  private static View view(List<Member> members) {
    return new View(members, Set.of());
  }
}
