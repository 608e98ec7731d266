package dev.hachi.chaos.scale;

import dev.hachi.chaos.options.OptionValues;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./hachi scale-test} is asked to do.
 *
 * @param replicas with how many replicas, one after another
 * @param keys over how many keys, ascending
 * @param rates requests per second, ascending
 * @param seconds how long each rate lasts
 * @param warmSeconds how long replicas are asked before anything counts
 * @param p99Max a rate with a higher 99th percentile is too much
 * @param minutes what does not begin within this time is left out
 * @param function a folder that was built, or a jar; null for the counter
 * @param simulate only the forecast of large clusters
 */
record ScaleOptions(
    List<Integer> replicas,
    List<Integer> keys,
    List<Integer> rates,
    int seconds,
    int warmSeconds,
    Duration p99Max,
    int minutes,
    @Nullable Path function,
    boolean simulate) {
  static final String HELP =
      """
      Usage: ./hachi scale-test [OPTION VALUE]... [--quick] [--simulate]

      Starts 1, 2, 3 and 5 replicas of a counter on this machine, asks them at rising rates over
      more and more keys until they cannot keep up, adds a replica and takes it away under load,
      and plots throughput, latency, memory, CPU and hand-over against replicas and keys. Then it
      forecasts clusters of up to 1,000 replicas with 1,000,000,000 keys, on paper figures.

      Ends with 0, with 1 when a request failed that should not or an acknowledged change was lost,
      and with 2 for misuse. Ctrl-C leaves no process.

        --replicas N,...    how many replicas, one after another (1,2,3,5)
        --keys N,...        over how many keys (1000,10000,50000)
        --rates N,...       requests a second (250,500,1000,2000,4000,8000)
        --seconds N         how long each rate lasts (3)
        --warm-up N         how many seconds replicas are asked before anything counts (8)
        --p99-max MILLIS    a rate whose 99th percentile is higher is too much (500)
        --minutes N         what has not begun by then is left out, and named (9)
        --function FOLDER   your function instead of samples/counter, with its handlers add and
                            get: its folder after mvn package, or its jar
        --quick             about a minute: 1 and 3 replicas, 1000 and 10000 keys, few rates
        --simulate          only the forecast; ./hachi placement has more options for it

      Examples:
        ./hachi scale-test
        ./hachi scale-test --quick
        ./hachi scale-test --replicas 1,3 --keys 1000,1000000 --rates 500,1000 --seconds 10
        ./hachi scale-test --simulate
      """;

  private static final int LIST_MAX = 10;

  static ScaleOptions standard() {
    return new ScaleOptions(
        List.of(1, 2, 3, 5),
        List.of(1_000, 10_000, 50_000),
        List.of(250, 500, 1_000, 2_000, 4_000, 8_000),
        3,
        8,
        Duration.ofMillis(500),
        9,
        null,
        false);
  }

  /** The standard, changed by {@code arguments} in their order. */
  static ScaleOptions of(List<String> arguments) {
    var options = standard();
    var left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      var name = left.remove();
      options =
          name.equals("--quick") || name.equals("--simulate")
              ? options.with(name)
              : options.with(name, OptionValues.required(name, left.poll()));
    }
    return options;
  }

  private ScaleOptions with(String flag) {
    return flag.equals("--quick")
        ? new ScaleOptions(
            List.of(1, 3),
            List.of(1_000, 10_000),
            List.of(250, 1_000),
            2,
            4,
            p99Max,
            minutes,
            function,
            simulate)
        : new ScaleOptions(
            replicas, keys, rates, seconds, warmSeconds, p99Max, minutes, function, true);
  }

  private ScaleOptions with(String name, String value) {
    return switch (name) {
      case "--replicas" -> ramp(numbers(name, value, 20), keys, rates);
      case "--keys" -> ramp(replicas, numbers(name, value, 10_000_000), rates);
      case "--rates" -> ramp(replicas, keys, numbers(name, value, 20_000));
      case "--seconds" ->
          times(OptionValues.number(name, value, 1, 600), warmSeconds, p99Max, minutes);
      case "--warm-up" -> times(seconds, OptionValues.number(name, value, 1, 600), p99Max, minutes);
      case "--p99-max" ->
          times(
              seconds,
              warmSeconds,
              Duration.ofMillis(OptionValues.number(name, value, 1, 10_000)),
              minutes);
      case "--minutes" ->
          times(seconds, warmSeconds, p99Max, OptionValues.number(name, value, 1, 1_440));
      case "--function" ->
          new ScaleOptions(
              replicas,
              keys,
              rates,
              seconds,
              warmSeconds,
              p99Max,
              minutes,
              Path.of(value),
              simulate);
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private ScaleOptions ramp(List<Integer> replicas, List<Integer> keys, List<Integer> rates) {
    return new ScaleOptions(
        replicas, keys, rates, seconds, warmSeconds, p99Max, minutes, function, simulate);
  }

  private ScaleOptions times(int seconds, int warmSeconds, Duration p99Max, int minutes) {
    return new ScaleOptions(
        replicas, keys, rates, seconds, warmSeconds, p99Max, minutes, function, simulate);
  }

  private static List<Integer> numbers(String name, String value, int most) {
    var words = value.split(",", -1);
    if (words.length > LIST_MAX) {
      throw new IllegalArgumentException(
          "%s must have %d numbers at most, has %d".formatted(name, LIST_MAX, words.length));
    }
    var numbers =
        Arrays.stream(words).map(word -> OptionValues.number(name, word, 1, most)).toList();
    if (!numbers.equals(numbers.stream().sorted().distinct().toList())) {
      throw new IllegalArgumentException(name + " must rise, was " + value);
    }
    return numbers;
  }
}
