package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.functions.Adder;
import dev.hachi.benchmarks.load.Call;
import dev.hachi.benchmarks.load.Requests;
import dev.hachi.benchmarks.report.Figure;
import dev.hachi.benchmarks.report.Figure.Better;
import dev.hachi.runtime.function.FunctionDefinition;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What keys take that nobody asks for any more, and what an add costs among so many. */
record KeyMemory(String name, int keys) implements Scenario {
  private static final int LIVE_MAX = 20_000;
  private static final Map<String, String> LIMITS =
      Map.of("hachi_entities_max", Integer.toString(LIVE_MAX));

  /** More than can be live: from then on there is one more passive key for each that is added. */
  private static final int FIRST = 25_000;

  private static final Duration FILL_MAX = Duration.ofMinutes(10);

  /** The number that the yardstick keeps for a key. */
  private static final int YARDSTICK_STATE_BYTES = Long.BYTES;

  @Override
  public List<Figure> measure(Rig rig) throws IOException, InterruptedException {
    try (var running = rig.start(name, "adder", 1, LIMITS);
        var yardstick = rig.startYardstick()) {
      var product = running.contestant(Call.handler("add", "1"));
      var heap = new Heap(running.pid(), rig.folder().resolve(name));
      var figures = new ArrayList<Figure>();
      figures.add(
          new Figure(
              name,
              "bytes/key above its state",
              Better.LOWER,
              List.of(perKey(product, heap, () -> running.awaitLive(LIVE_MAX)) - stateBytes()),
              List.of(
                  perKey(
                          Rig.contestant(yardstick),
                          new Heap(yardstick.pid(), heap.folder()),
                          () -> {})
                      - YARDSTICK_STATE_BYTES)));
      heap.notePauses();
      var rounds = new Rounds(rig, FIRST + keys).add(name, product, sample -> sample);
      figures.addAll(rounds.measure());
      var pause = List.of(heap.longPauseMillis());
      figures.add(new Figure(name, "GC pause ms, p99.9", Better.LOWER, pause, List.of()));
      return figures;
    }
  }

  /** What waits for a contestant's fill to settle. */
  private interface Settling {
    void await() throws IOException, InterruptedException;
  }

  private double perKey(Contestant contestant, Heap heap, Settling settling)
      throws IOException, InterruptedException {
    fill(contestant, 0, FIRST);
    settling.await();
    var before = heap.liveBytes();
    fill(contestant, FIRST, FIRST + keys);
    settling.await();
    return (heap.liveBytes() - before) / keys;
  }

  private static void fill(Contestant contestant, int from, int to) throws IOException {
    var filled = contestant.ask(Requests.each(contestant.call(), from, to), FILL_MAX);
    if (filled.answered() < to - from) {
      throw new IllegalStateException(
          "only %,d of %,d keys were filled within %s"
              .formatted(filled.answered(), to - from, FILL_MAX));
    }
  }

  /** Of a state as it is stored. */
  private static int stateBytes() throws IOException {
    return FunctionDefinition.of(Adder.class).states().encode(new Adder.State(1)).size();
  }
}
