package dev.hachi.watchdog.cli;

import dev.hachi.sharding.forecast.Forecast;
import dev.hachi.sharding.forecast.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What people read of a forecast. */
record PlacementReport(Forecast forecast, List<Row> rows) {
  /** From then on the fullest replica has clearly more to do than the others. */
  private static final int SHARDS_PER_REPLICA = 8;

  private static final double GIGA = 1e9;

  String text() {
    return "Placed by the product's own code, the mean of five clusters of each size:\n\n"
        + balance()
        + "\n"
        + changes()
        + "\n"
        + "On paper: "
        + forecast.paper()
        + ".\n"
        + measured()
        + "\n"
        + cost()
        + "\n"
        + String.join("\n", remarks())
        + "\n";
  }

  private String balance() {
    var table =
        new Table(
            "replicas",
            "shards",
            "run: min",
            "mean",
            "max",
            "sd",
            "run none",
            "copies: min",
            "max",
            "sd");
    for (var row : rows) {
      var owned = row.owned();
      var stored = row.stored();
      table.row(
          row.replicas(),
          row.shards(),
          owned.min(),
          cell("%.1f", owned.mean()),
          owned.max(),
          cell("%.1f", owned.deviation()),
          owned.without(),
          stored.min(),
          stored.max(),
          cell("%.1f", stored.deviation()));
    }
    return table.text();
  }

  private String changes() {
    var table =
        new Table(
            "replicas",
            "shards",
            "moved by a join",
            "by a leave",
            "ideal",
            "copied by a join",
            "by a leave",
            "moves of a shard in a roll");
    for (var row : rows) {
      table.row(
          row.replicas(),
          row.shards(),
          percent(row.joinMoved()),
          percent(row.leaveMoved()),
          percent(row.joinIdeal()),
          percent(row.joinCopied()),
          percent(row.leaveCopied()),
          cell("%.2f", row.rollMoves()));
    }
    return table.text();
  }

  private String measured() {
    var costs = forecast.costs();
    return String.format(
        Locale.ROOT,
        "Measured here, in one thread for all replicas: a key costs %.0f ns and %.0f bytes to bring"
            + " to a new copy,%nand %.0f ns and %.0f bytes more while nobody serves its shard.%n",
        costs.fillNanos(),
        costs.fillBytes(),
        costs.pauseNanos(),
        costs.pauseBytes());
  }

  private String cost() {
    var table =
        new Table(
            "replicas",
            "shards",
            "keys per shard",
            "GB at most",
            "GB by a join",
            "join s",
            "pause s",
            "roll h",
            "letters by a join",
            "place ms",
            "view ms");
    for (var row : rows) {
      table.row(
          row.replicas(),
          row.shards(),
          cell("%,.0f", row.keysPerShard()),
          cell("%,.1f", row.storeBytesMax() / GIGA),
          cell("%,.1f", row.joinBytes() / GIGA),
          cell("%,.1f", row.joinSeconds()),
          row.isMovable() ? cell("%.2f", row.pauseSeconds()) : "no",
          cell("%,.1f", row.rollSeconds() / 3600),
          cell("%,.0f", row.joinLetters()),
          cell("%.1f", row.placeNanos() / 1e6),
          cell("%.1f", row.viewNanos() / 1e6));
    }
    return table.text();
  }

  /** Where a number of shards makes no sense any more, and what to do. */
  private List<String> remarks() {
    var remarks = new ArrayList<String>();
    for (var row : rows) {
      if (row.owned().without() > 0) {
        remarks.add(
            "%,d shards are too few for %,d replicas: %,d run none."
                .formatted(row.shards(), row.replicas(), row.owned().without()));
      } else if (row.shards() < SHARDS_PER_REPLICA * row.replicas()) {
        remarks.add(
            "%,d shards are few for %,d replicas: the fullest runs %.1f times the mean."
                .formatted(row.shards(), row.replicas(), row.owned().max() / row.owned().mean()));
      }
    }
    rows.stream()
        .filter(row -> !row.isMovable())
        .mapToInt(Row::shards)
        .distinct()
        .forEach(shards ->
            remarks.add(
                "%,d shards are too few for %,d keys: a shard does not fit into one letter."
                    .formatted(shards, forecast.paper().keys())));
    remarks.add(
        "Choose hachi_shards for the most replicas there will ever be: %d for each or more."
            .formatted(SHARDS_PER_REPLICA));
    return remarks;
  }

  private static Object percent(double part) {
    return cell("%.2f%%", 100 * part);
  }

  private static Object cell(String format, double value) {
    return new Figure(String.format(Locale.ROOT, format, value));
  }

  /** No string, so that it stands to the right. */
  private record Figure(String text) {
    @Override
    public String toString() {
      return text;
    }
  }
}
