package dev.hachi.sharding.forecast;

import dev.hachi.sharding.placement.Member;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Members as a cluster of pods has them: addresses that differ in little, random uids. */
final class Pods {
  private static final int PER_NODE = 100;

  private Pods() {}

  /** {@code count} of them, in the order in which members are listed; others for each seed. */
  static List<Member> of(int count, long seed) {
    var random = new SplittableRandom(seed);
    return IntStream.range(0, count)
        .mapToObj(number ->
            new Member(
                "10.42.%d.%d:7355".formatted(number / PER_NODE, 17 + number % PER_NODE),
                random.nextLong()))
        .sorted()
        .toList();
  }
}
