package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Sample;
import dev.hachi.benchmarks.report.Figure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Contestants that are asked in turn, the yardstick before each. */
final class Rounds {
  private final Rig rig;
  private final int keys;
  private final List<Lane> lanes = new ArrayList<>();

  /** What a sample has to wait for before it counts. */
  interface Rest {
    Sample after(Sample sample) throws IOException, InterruptedException;
  }

  private record Lane(
      String scenario, Contestant contestant, Rest rest, Series series, Series yardstick) {}

  Rounds(Rig rig, int keys) {
    this.rig = rig;
    this.keys = keys;
  }

  /** One more contestant, whose figures are those of {@code scenario}. */
  Rounds add(String scenario, Contestant contestant, Rest rest) {
    lanes.add(new Lane(scenario, contestant, rest, new Series(), new Series()));
    return this;
  }

  /** Warms all of them up, then measures. */
  List<Figure> measure() throws IOException, InterruptedException {
    var options = rig.options();
    for (var lane : lanes) {
      var _ = lane.rest().after(lane.contestant().ask(keys, options.warmUp()));
    }
    for (var round = 0; round < options.rounds(); round++) {
      for (var lane : lanes) {
        sample(rig.yardstick(), sample -> sample, lane.yardstick());
        sample(lane.contestant(), lane.rest(), lane.series());
      }
    }
    return lanes.stream()
        .flatMap(lane -> lane.series().figures(lane.scenario(), lane.yardstick()).stream())
        .toList();
  }

  private void sample(Contestant contestant, Rest rest, Series series)
      throws IOException, InterruptedException {
    var before = contestant.cpu().get();
    var sample = rest.after(contestant.ask(keys, rig.options().sample()));
    var after = contestant.cpu().get();
    var known = before != null && after != null;
    series.add(sample, known ? after.minus(before) : null);
  }
}
