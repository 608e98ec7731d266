package dev.hachi.chaos;

import dev.hachi.chaos.nemesis.Kind;
import dev.hachi.chaos.options.OptionValues;
import dev.hachi.chaos.plants.Plant;
import dev.hachi.chaos.workload.Workloads;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What {@code ./hachi chaos} is asked to do.
 *
 * @param rate requests per second
 * @param workload a name, or a Java source file
 * @param function a folder that was built, or a jar; null for the one of the workload
 * @param servedMin how many percent of all requests must be served
 * @param plant the bug that the replicas have on purpose; null for none
 */
record Options(
    int replicas,
    int seconds,
    Set<Kind> kinds,
    long seed,
    String workload,
    @Nullable Path function,
    int rate,
    int keys,
    int servedMin,
    @Nullable Plant plant) {
  static final String HELP =
      """
      Usage: ./hachi chaos [OPTION VALUE]...

      Starts replicas of a function, asks them at a fixed rate, breaks what can be broken, and
      checks every answer. Ends with 0 when all promises were kept, with 1 when one was not, and
      with 2 for misuse.

        --replicas N        how many replicas (5)
        --seconds N         how long faults are made (60)
        --nemesis A,B,...   which faults, or all (kill,pause,scale)
      %s
        --seed N            repeats a schedule of faults (random)
        --workload NAME     %s, or a Java source file with your own (register);
                            versions updates a function to a release with another record
                            and back, and makes no other faults
        --function FOLDER   your function instead of the one made for the workload: its folder
                            after mvn package, or its jar
        --rate N            requests a second (200)
        --keys N            over how many keys (100)
        --served-min N      how many percent must be served (80)
        --plant NAME        gives all replicas a bug, to see that it is found: %s;
                            stands for the options that find it, which those behind it change;
                            with all, tries one after another, up to 10 seeds each

      Examples:
        ./hachi chaos --replicas 5 --seconds 60 --nemesis kill,pause,partition,scale,roll --seed 7
        ./hachi chaos --replicas 3 --seconds 30 --nemesis all --workload bank
        ./hachi chaos --function samples/counter --workload counter
      """
          .formatted(
              Arrays.stream(Kind.values())
                  .map(kind -> "                      %-10s %s".formatted(kind.word(), kind.what()))
                  .collect(Collectors.joining("\n")),
              String.join(", ", Workloads.NAMES),
              Plant.words());

  static Options standard() {
    var kinds = EnumSet.of(Kind.KILL, Kind.PAUSE, Kind.SCALE);
    var seed = new SplittableRandom().nextLong(1L << 32);
    return new Options(5, 60, kinds, seed, "register", null, 200, 100, 80, null);
  }

  /** The standard, changed by {@code arguments}. */
  static Options of(List<String> arguments) {
    return standard().with(arguments);
  }

  private Options with(List<String> arguments) {
    var options = this;
    var left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      var name = left.remove();
      options = options.with(name, OptionValues.required(name, left.poll()));
    }
    return options;
  }

  private Options with(String name, String value) {
    return switch (name) {
      case "--replicas" ->
          copy(OptionValues.number(name, value, 1, 20), seconds, kinds, seed, rate, keys);
      case "--seconds" ->
          copy(replicas, OptionValues.number(name, value, 5, 86_400), kinds, seed, rate, keys);
      case "--nemesis" -> copy(replicas, seconds, kinds(value), seed, rate, keys);
      case "--seed" -> copy(replicas, seconds, kinds, seed(value), rate, keys);
      case "--rate" ->
          copy(replicas, seconds, kinds, seed, OptionValues.number(name, value, 1, 5_000), keys);
      case "--keys" ->
          copy(replicas, seconds, kinds, seed, rate, OptionValues.number(name, value, 2, 100_000));
      case "--workload" ->
          new Options(
              replicas, seconds, kinds, seed, value, function, rate, keys, servedMin, plant);
      case "--function" ->
          new Options(
              replicas,
              seconds,
              kinds,
              seed,
              workload,
              Path.of(value),
              rate,
              keys,
              servedMin,
              plant);
      case "--served-min" ->
          new Options(
              replicas,
              seconds,
              kinds,
              seed,
              workload,
              function,
              rate,
              keys,
              OptionValues.number(name, value, 1, 100),
              plant);
      case "--plant" -> with(Plant.of(value));
      default -> throw new IllegalArgumentException("there is no option " + name);
    };
  }

  private Options with(Plant planted) {
    var found = with(planted.recipe());
    return new Options(
        found.replicas,
        found.seconds,
        found.kinds,
        seed,
        found.workload,
        function,
        found.rate,
        found.keys,
        found.servedMin,
        planted);
  }

  private Options copy(int replicas, int seconds, Set<Kind> kinds, long seed, int rate, int keys) {
    return new Options(
        replicas, seconds, kinds, seed, workload, function, rate, keys, servedMin, plant);
  }

  /** The same without some kinds of faults. */
  Options without(Set<Kind> others) {
    var left = EnumSet.noneOf(Kind.class);
    kinds.stream().filter(kind -> !others.contains(kind)).forEach(left::add);
    return copy(replicas, seconds, left, seed, rate, keys);
  }

  private static long seed(String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("--seed must be a whole number, was " + value, e);
    }
  }

  private static Set<Kind> kinds(String value) {
    if (value.equals("all")) {
      return EnumSet.allOf(Kind.class);
    }
    var kinds = EnumSet.noneOf(Kind.class);
    for (var word : value.split(",", -1)) {
      try {
        kinds.add(Kind.valueOf(word.toUpperCase(Locale.ROOT)));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException(
            "--nemesis knows %s, and all; was %s"
                .formatted(
                    Arrays.stream(Kind.values()).map(Kind::word).collect(Collectors.joining(", ")),
                    word),
            e);
      }
    }
    return kinds;
  }
}
