package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Requests;
import dev.hachi.benchmarks.load.Sample;
import dev.hachi.benchmarks.report.Figure;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** How quickly replicas do some work. */
record Throughput(String name, Work work, int replicas) implements Scenario {
  private static final Duration FILL_MAX = Duration.ofMinutes(5);

  /** What peers do as well. */
  private static final Set<String> COMPARED = Set.of("uniform", "hot");

  @Override
  public List<Figure> measure(Rig rig) throws IOException, InterruptedException {
    try (var running = rig.start(name, work.function(), replicas, work.environment())) {
      var product = running.contestant(work.call());
      var first = work.first();
      if (first != null) {
        var _ = running.contestant(first).ask(Requests.each(first, 0, work.keys()), FILL_MAX);
      }
      var rounds = new Rounds(rig, work.keys());
      rounds.add(name, product, sample -> work.later() ? rest(running, sample) : sample);
      if (COMPARED.contains(name)) {
        for (var peer : rig.options().peers()) {
          var contestant = Contestant.at(peer.name(), peer.url());
          rounds.add(name + " " + peer.name(), contestant, sample -> sample);
        }
      }
      return rounds.measure();
    }
  }

  private static Sample rest(Running running, Sample sample)
      throws IOException, InterruptedException {
    return sample.longer(running.awaitNothingDue());
  }
}
