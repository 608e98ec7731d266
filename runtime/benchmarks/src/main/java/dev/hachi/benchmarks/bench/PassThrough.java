package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import dev.hachi.benchmarks.report.Figure;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Mode http before the yardstick that comes with this: what the watchdog adds to a function. */
record PassThrough() implements Scenario {
  private static final int KEYS = 10_000;

  @Override
  public String name() {
    return "pass-through";
  }

  @Override
  public List<Figure> measure(Rig rig) throws IOException, InterruptedException {
    var upstream = rig.builtIn().server();
    var environment =
        Map.of(
            "mode",
            "http",
            "upstream_url",
            "http://127.0.0.1:" + upstream.getPort(),
            // The function runs already; this only ends when it should.
            "fprocess",
            "tail --pid=%d -f /dev/null".formatted(ProcessHandle.current().pid()));
    try (var running = rig.start(name(), "counter", 1, environment)) {
      var rounds = new Rounds(rig, KEYS);
      rounds.add(name(), running.contestant(Call.counter("")), sample -> sample);
      var figures = rounds.measure();
      running.end();
      return figures;
    }
  }
}
