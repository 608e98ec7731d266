package dev.hachi.watchdog.cli;

import dev.hachi.sharding.forecast.Costs;
import dev.hachi.sharding.forecast.Forecast;
import dev.hachi.sharding.forecast.Paper;
import dev.hachi.sharding.forecast.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Says what placement and hand-over cost in clusters of any size: real placement, paper keys. */
@Command(
    name = "placement",
    description = {
      "Places the shards of a function on any number of replicas, as replicas do, and says how"
          + " even that is and what moves when a replica comes or goes. Bytes and times are on"
          + " paper: from the figures below, and from what a key costs on this machine.",
      ""
    },
    sortOptions = false,
    footer = {
      "",
      "Examples:",
      "  ./hachi placement",
      "  ./hachi placement --replicas 5,50 --shards 128,512 --keys 1000000",
      "  ./hachi placement --state-bytes 2000 --megabits 1000"
    })
final class PlacementCommand implements Callable<Integer> {
  private static final int REPLICAS_MAX = 2_000;
  private static final int SHARDS_MAX = 4_096;
  private static final int LIST_MAX = 10;

  @Spec private @Nullable CommandSpec spec;

  private List<Integer> replicas = List.of();
  private List<Integer> shards = List.of();
  private long keys;
  private int stateBytes;
  private int copies;
  private int megabits;

  @Option(names = "--csv", paramLabel = "FILE", description = "write the figures to a file as well")
  private @Nullable Path csv;

  @Option(
      names = "--replicas",
      paramLabel = "N,...",
      defaultValue = "3,10,100,1000",
      description = "how many replicas (default: ${DEFAULT-VALUE})")
  void replicas(String value) {
    replicas = numbers("--replicas", value, REPLICAS_MAX);
  }

  @Option(
      names = "--shards",
      paramLabel = "N,...",
      defaultValue = "128,1024,4096",
      description = "hachi_shards (default: ${DEFAULT-VALUE})")
  void shards(String value) {
    shards = numbers("--shards", value, SHARDS_MAX);
  }

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "1000000000",
      description = "on paper: of the function (default: ${DEFAULT-VALUE})")
  void keys(String value) {
    keys = Misuse.wholeNumber(spec, "--keys", value, 1, 1_000_000_000_000L);
  }

  @Option(
      names = "--state-bytes",
      paramLabel = "N",
      defaultValue = "100",
      description = "on paper: what is stored of a key (default: ${DEFAULT-VALUE})")
  void stateBytes(String value) {
    stateBytes = (int) Misuse.wholeNumber(spec, "--state-bytes", value, 1, 1_000_000);
  }

  @Option(
      names = "--copies",
      paramLabel = "N",
      defaultValue = "3",
      description = "hachi_copies (default: ${DEFAULT-VALUE})")
  void copies(String value) {
    copies = (int) Misuse.wholeNumber(spec, "--copies", value, 1, 7);
  }

  @Option(
      names = "--megabits",
      paramLabel = "N",
      defaultValue = "10000",
      description = "on paper: per second, of a replica's network (default: ${DEFAULT-VALUE})")
  void megabits(String value) {
    megabits = (int) Misuse.wholeNumber(spec, "--megabits", value, 1, 1_000_000);
  }

  @Override
  public Integer call() {
    var paper = new Paper(keys, 16, stateBytes, copies, megabits);
    var progress = new Progress();
    progress.begin("measuring what a key costs when its shard is handed over");
    var forecast = new Forecast(paper, Costs.measure(paper));
    var rows = new ArrayList<Row>();
    for (var count : replicas) {
      rows.addAll(
          forecast.rows(
              count,
              shards,
              division ->
                  progress.show("placing %,d shards on %,d replicas".formatted(division, count))));
    }
    progress.interrupt();
    System.out.print(new PlacementReport(forecast, rows).text());
    if (csv != null) {
      write(csv, lines(rows));
    }
    return ExitCode.OK;
  }

  private static void write(Path csv, String lines) {
    try {
      Files.writeString(csv, lines);
    } catch (IOException e) {
      throw new Failure(
          "--csv is \"%s\", which cannot be written (%s); name another file".formatted(csv, e), e);
    }
  }

  /** A line of names, and one of figures for each row. */
  private static String lines(List<Row> rows) {
    return String.join(",", rows.getFirst().figures().keySet())
        + "\n"
        + rows.stream()
            .map(row ->
                row.figures().values().stream()
                    .map(figure -> String.format(Locale.ROOT, "%.9g", figure))
                    .collect(Collectors.joining(",")))
            .collect(Collectors.joining("\n"))
        + "\n";
  }

  private List<Integer> numbers(String option, String value, int max) {
    var words = value.split(",", -1);
    if (words.length > LIST_MAX) {
      throw Misuse.of(
          spec, "%s has %d numbers; allowed are %d".formatted(option, words.length, LIST_MAX));
    }
    return Arrays.stream(words)
        .map(word -> (int) Misuse.wholeNumber(spec, option, word, 1, max))
        .toList();
  }
}
