package dev.hachi.sharding.forecast;

import dev.hachi.sharding.placement.Member;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;

/**
 * How evenly something is spread over replicas.
 *
 * @param min of the replica that has the least
 * @param max of the one that has the most
 * @param deviation the standard deviation
 * @param without how many replicas have none
 */
public record Balance(long min, double mean, long max, double deviation, long without) {
  /** That of {@code counts}, one for each replica; there is at least one. */
  static Balance of(Collection<Integer> counts) {
    var all = counts.stream().mapToLong(Integer::longValue).summaryStatistics();
    var mean = all.getAverage();
    var variance = counts.stream().mapToDouble(count -> (count - mean) * (count - mean)).sum();
    return new Balance(
        all.getMin(),
        mean,
        all.getMax(),
        Math.sqrt(variance / counts.size()),
        counts.stream().filter(count -> count == 0).count());
  }

  /** How the shards are spread that {@code members} run. */
  static Balance ofOwned(List<Member> members, List<List<Member>> copies) {
    var counts = zeros(members);
    copies.forEach(ofShard -> counts.merge(ofShard.getFirst(), 1, Integer::sum));
    return of(counts.values());
  }

  /** How the copies are spread that {@code members} store. */
  static Balance ofStored(List<Member> members, List<List<Member>> copies) {
    var counts = zeros(members);
    copies.forEach(ofShard -> ofShard.forEach(copy -> counts.merge(copy, 1, Integer::sum)));
    return of(counts.values());
  }

  private static HashMap<Member, Integer> zeros(List<Member> members) {
    var zeros = HashMap.<Member, Integer>newHashMap(members.size());
    members.forEach(member -> zeros.put(member, 0));
    return zeros;
  }

  /** Over several clusters: the extremes of all, and the means of the rest. */
  static Balance over(List<Balance> several) {
    return new Balance(
        several.stream().mapToLong(Balance::min).min().orElseThrow(),
        several.stream().mapToDouble(Balance::mean).average().orElseThrow(),
        several.stream().mapToLong(Balance::max).max().orElseThrow(),
        several.stream().mapToDouble(Balance::deviation).average().orElseThrow(),
        Math.round(several.stream().mapToLong(Balance::without).average().orElseThrow()));
  }
}
