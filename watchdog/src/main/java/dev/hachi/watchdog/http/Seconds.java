package dev.hachi.watchdog.http;

/** Times as of-watchdog prints them. Integer arithmetic: formatting a double costs too much. */
public final class Seconds {
  private Seconds() {}

  /** {@code nanos} as seconds with six decimals. */
  public static String six(long nanos) {
    return decimals((nanos + 500) / 1_000, 1_000_000, 6);
  }

  /** {@code nanos} as seconds with four decimals. */
  public static String four(long nanos) {
    return decimals((nanos + 50_000) / 100_000, 10_000, 4);
  }

  private static String decimals(long units, long perSecond, int digits) {
    String fraction = Long.toString(units % perSecond);
    return units / perSecond + "." + "0".repeat(digits - fraction.length()) + fraction;
  }
}
