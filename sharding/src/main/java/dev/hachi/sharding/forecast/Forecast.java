package dev.hachi.sharding.forecast;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Placement;
import dev.hachi.sharding.placement.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;

/**
 * Places the shards of clusters of any size with the product's own {@link Placement}, and computes
 * from it and from assumptions what a change of the members costs.
 *
 * @param paper what is taken for granted
 * @param costs what was measured
 */
public record Forecast(Paper paper, Costs costs) {
  /** Over so many clusters of the same size, whose members have other addresses. */
  private static final int CLUSTERS = 5;

  /** The same for each caller: a forecast may be repeated. */
  private static final long SEED = 8;

  /** How many shards a replica hands over at once, as its entities do. */
  private static final int HANDED_OVER_MAX = 4;

  private static final int REHEARSALS = 3;

  private static final String FUNCTION = "counter";

  /** What one cluster came to: its balance, and what changes when one comes and another goes. */
  private record Sample(
      Balance owned, Balance stored, Change join, Change leave, double placeNanos) {}

  /**
   * A function on {@code replicas}, once with each number of {@code shards}.
   *
   * @param begun is told each number before its row is computed
   */
  public List<Row> rows(int replicas, List<Integer> shards, IntConsumer begun) {
    var silent = quickest(replicas);
    var rows = new ArrayList<Row>();
    for (var count : shards) {
      begun.accept(count);
      rows.add(row(replicas, count, silent));
    }
    return rows;
  }

  private Row row(int replicas, int shards, Rehearsal.Cost silent) {
    var samples = new ArrayList<Sample>();
    for (var cluster = 0; cluster < CLUSTERS; cluster++) {
      samples.add(sample(Pods.of(replicas + 1, SEED + cluster), shards, cluster));
    }
    return new Row(
        replicas,
        shards,
        Balance.over(samples.stream().map(Sample::owned).toList()),
        Balance.over(samples.stream().map(Sample::stored).toList()),
        Change.average(samples.stream().map(Sample::join).toList()),
        Change.average(samples.stream().map(Sample::leave).toList()),
        silent.letters(),
        samples.stream().mapToDouble(Sample::placeNanos).min().orElseThrow(),
        silent.viewNanos() * shards,
        this);
  }

  /** Of a few times: the others were disturbed, or not compiled yet. */
  private Rehearsal.Cost quickest(int replicas) {
    return IntStream.range(0, REHEARSALS)
        .mapToObj(_ -> Rehearsal.of(paper, replicas, 0))
        .min(Comparator.comparingDouble(Rehearsal.Cost::viewNanos))
        .orElseThrow();
  }

  private Sample sample(List<Member> all, int shards, int cluster) {
    var placement = new Placement(FUNCTION, shards, paper.copies());
    var newcomer = all.get(cluster % all.size());
    var leaver = all.get((cluster + 1) % all.size());
    var before = without(all, newcomer);
    var there = placement.assign(new View(before, Set.of()));
    var start = System.nanoTime();
    var joined = placement.assign(new View(all, Set.of()));
    var placeNanos = System.nanoTime() - start;
    var left = placement.assign(new View(without(all, leaver), Set.of()));
    return new Sample(
        Balance.ofOwned(before, there),
        Balance.ofStored(before, there),
        Change.between(there, joined),
        Change.between(joined, left),
        placeNanos);
  }

  private static List<Member> without(List<Member> all, Member one) {
    return all.stream().filter(member -> !member.equals(one)).toList();
  }

  // ---- from shards to seconds -------------------------------------------------------------------

  double keysPerShard(int shards) {
    return paper.keys() / (double) shards;
  }

  /** How long the busiest replica copies shards that have changed their place. */
  double copySeconds(Change change, int shards) {
    var keys = change.busiest() * keysPerShard(shards);
    return keys * Math.max(costs.fillNanos() / 1e9, costs.fillBytes() / paper.bytesPerSecond());
  }

  /** For how long nobody serves a shard that is handed over. */
  double pauseSeconds(int shards) {
    return keysPerShard(shards)
        * (costs.pauseNanos() / 1e9 + costs.pauseBytes() / paper.bytesPerSecond());
  }

  /** The pauses of the shards that the busiest replica hands over or gets, few at a time. */
  double handOverSeconds(Change change, int shards) {
    var rounds = Math.ceil(Math.min(change.owners(), change.busiest()) / HANDED_OVER_MAX);
    return rounds * pauseSeconds(shards);
  }
}
