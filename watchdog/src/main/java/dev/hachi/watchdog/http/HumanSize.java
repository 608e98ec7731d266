package dev.hachi.watchdog.http;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Sizes as the access log prints them: four digits and a decimal unit. */
public final class HumanSize {
  private static final List<String> UNITS = List.of("B", "kB", "MB", "GB", "TB", "PB", "EB");
  private static final MathContext FOUR = new MathContext(4, RoundingMode.HALF_EVEN);

  private HumanSize() {}

  /** {@code bytes} for people: {@code 5B}, {@code 2.746MB}; {@code -1B} is an unknown size. */
  public static String of(long bytes) {
    if (bytes < 1_000) {
      return bytes + "B";
    }
    double size = bytes;
    int unit = 0;
    while (size >= 1_000 && unit < UNITS.size() - 1) {
      size /= 1_000;
      unit++;
    }
    return new BigDecimal(size).round(FOUR).stripTrailingZeros().toPlainString() + UNITS.get(unit);
  }
}
