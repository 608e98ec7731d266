package dev.hachi.watchdog.cli;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text under a head: each column as wide as its widest cell, what is no text to the right.
 */
final class Table {
  private static final String GAP = "  ";

  private final List<List<Object>> rows = new ArrayList<>();

  Table(String... head) {
    rows.add(List.of((Object[]) head));
  }

  /** A row; a cell that is no string, such as a number, stands to the right. */
  Table row(Object... cells) {
    rows.add(List.of(cells));
    return this;
  }

  /** The lines, each with its end. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (List<Object> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int column = 0; column < row.size(); column++) {
        line.append(column == 0 ? "" : GAP).append(padded(row.get(column), column));
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private String padded(Object cell, int column) {
    String blank = " ".repeat(width(column) - cell.toString().length());
    return isRight(column) ? blank + cell : cell + blank;
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).toString().length()).max().orElse(0);
  }

  private boolean isRight(int column) {
    return rows.stream().skip(1).anyMatch(row -> !(row.get(column) instanceof String));
  }
}
