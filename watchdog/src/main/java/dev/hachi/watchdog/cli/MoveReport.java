package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.cli.ClusterView.MoveView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;

/**
 * The latest hand-overs and recoveries, as text for people: those of one cause, from one replica to
 * another, within a minute are one row.
 *
 * @param shortened how a member is named
 */
record MoveReport(UnaryOperator<String> shortened) {
  private static final int ROWS_MAX = 10;
  private static final int MINUTE = "2026-01-01T00:00".length();

  private record Kind(String minute, String function, String cause, String from, String to) {}

  /** The table with its title; empty when nothing moved. */
  String text(Map<String, ClusterView> views) {
    Map<Kind, List<MoveView>> moves = new LinkedHashMap<>();
    views
        .values()
        .forEach(view -> {
          if (view.self() != null) {
            Objects.requireNonNull(view.moves())
                .forEach(move ->
                    moves
                        .computeIfAbsent(kind(move, view.self()), any -> new ArrayList<>())
                        .add(move));
          }
        });
    if (moves.isEmpty()) {
      return "";
    }
    Table table =
        new Table("AT", "FUNCTION", "WHAT", "CAUSE", "FROM", "TO", "SHARDS", "KEYS", "LONGEST");
    moves.entrySet().stream()
        .sorted(Comparator.comparing(one -> one.getKey().minute(), Comparator.reverseOrder()))
        .limit(ROWS_MAX)
        .forEach(one -> table.row(cells(one.getKey(), one.getValue())));
    return "\nlatest hand-overs and recoveries:\n" + table.text();
  }

  private static Kind kind(MoveView move, String to) {
    String minute = move.at().substring(0, Math.min(MINUTE, move.at().length()));
    return new Kind(minute, move.function(), move.cause(), move.from(), to);
  }

  private Object[] cells(Kind kind, Collection<MoveView> moves) {
    boolean degraded = moves.stream().anyMatch(MoveView::degraded);
    boolean recovery = moves.stream().anyMatch(MoveView::isRecovery);
    double longest = moves.stream().mapToDouble(MoveView::seconds).max().orElse(0);
    return new Object[] {
      kind.minute() + "Z",
      kind.function(),
      (recovery ? "recovery" : "hand-over") + (degraded ? ", degraded" : ""),
      kind.cause(),
      shortened.apply(kind.from()),
      shortened.apply(kind.to()),
      moves.size(),
      moves.stream().mapToInt(MoveView::keys).sum(),
      new Seconds(longest)
    };
  }

  private record Seconds(double seconds) {
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%.3fs", seconds);
    }
  }
}
