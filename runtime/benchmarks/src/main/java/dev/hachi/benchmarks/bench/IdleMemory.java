package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import dev.hachi.benchmarks.load.Probe;
import dev.hachi.benchmarks.report.Figure;
import dev.hachi.benchmarks.report.Figure.Better;
import dev.hachi.chaos.scale.Processes;
import dev.hachi.chaos.scale.Site;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What a replica has in memory some time after its first add. */
record IdleMemory() implements Scenario {
  @Override
  public String name() {
    return "idle-memory";
  }

  @Override
  public List<Figure> measure(Rig rig) throws IOException {
    var product = new ArrayList<Double>();
    var yardstick = new ArrayList<Double>();
    var rest = Duration.ofSeconds(rig.options().quick() ? 3 : 15);
    for (var start = 0; start < rig.options().starts(); start++) {
      try (var process = rig.startYardstick();
          var running = rig.startOne(name(), "counter")) {
        Probe.await(process.server(), Call.counter("").request(0), ColdStart.ANSWER_WITHIN);
        running.awaitFirstAdd();
        Site.pause(rest);
        yardstick.add(Processes.residentBytes(process.pid()) / 1e6);
        product.add(Processes.residentBytes(running.pid()) / 1e6);
      }
    }
    return List.of(new Figure(name(), "MB resident", Better.LOWER, product, yardstick));
  }
}
