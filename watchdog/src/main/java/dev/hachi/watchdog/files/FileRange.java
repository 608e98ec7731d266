package dev.hachi.watchdog.files;

import java.util.ArrayList;
import java.util.List;

/** A part of a file: {@code length} bytes from {@code start}. */
record FileRange(long start, long length) {
  /** The header does not ask for something that can be served; the message says why. */
  static final class Unsatisfiable extends Exception {
    private final boolean beyond;

    Unsatisfiable(String message, boolean beyond) {
      super(message);
      this.beyond = beyond;
    }

    /** Whether the ranges are well formed but lie behind the end. */
    boolean beyond() {
      return beyond;
    }
  }

  private static final int RANGES_MAX = 100;

  String contentRange(long size) {
    return "bytes " + start + "-" + (start + length - 1) + "/" + size;
  }

  /** The parts of a file of {@code size} bytes that {@code header} asks for; none for all of it. */
  static List<FileRange> parse(String header, long size) throws Unsatisfiable {
    if (header.isEmpty()) {
      return List.of();
    }
    if (!header.startsWith("bytes=")) {
      throw new Unsatisfiable("invalid range", false);
    }
    List<FileRange> ranges = new ArrayList<>();
    boolean any = false;
    for (String text : header.substring("bytes=".length()).split(",", -1)) {
      if (!text.isBlank()) {
        any = true;
        add(ranges, text.strip(), size);
      }
    }
    if (size == 0) {
      // Some clients ask for a range each time, to bound what comes.
      return List.of();
    }
    if (any && ranges.isEmpty()) {
      throw new Unsatisfiable("invalid range: failed to overlap", true);
    }
    // More than the whole is somebody's attack, or not worth it.
    long sum = ranges.stream().mapToLong(FileRange::length).sum();
    return sum > size || ranges.size() > RANGES_MAX ? List.of() : ranges;
  }

  private static void add(List<FileRange> ranges, String text, long size) throws Unsatisfiable {
    int dash = text.indexOf('-');
    if (dash < 0) {
      throw new Unsatisfiable("invalid range", false);
    }
    String first = text.substring(0, dash).strip();
    String last = text.substring(dash + 1).strip();
    if (first.isEmpty()) {
      long length = Math.min(number(last), size);
      ranges.add(new FileRange(size - length, length));
      return;
    }
    long start = number(first);
    if (start >= size) {
      return;
    }
    long end = last.isEmpty() ? size - 1 : Math.min(number(last), size - 1);
    if (!last.isEmpty() && number(last) < start) {
      throw new Unsatisfiable("invalid range", false);
    }
    ranges.add(new FileRange(start, end - start + 1));
  }

  private static long number(String text) throws Unsatisfiable {
    if (!text.matches("\\d{1,18}")) {
      throw new Unsatisfiable("invalid range", false);
    }
    return Long.parseLong(text);
  }
}
