package dev.hachi.benchmarks;

import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** A state of ordinary size: twenty lines with text, numbers and times. */
@StatefulFunction("basket")
public final class Basket {
  public record Line(String article, int pieces, long cents, Instant added) {}

  public record State(List<Line> lines) {}

  public State initial() {
    return new State(
        IntStream.range(0, 20)
            .mapToObj(n -> new Line("article-" + n, n, 100L * n, Instant.ofEpochSecond(n)))
            .toList());
  }

  @Handler
  int size(State state) {
    return state.lines().size();
  }
}
