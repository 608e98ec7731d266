package dev.hachi.chaos.options;

import org.jspecify.annotations.Nullable;

/** Reads what follows an option; what cannot be read is told in a sentence for people. */
public final class OptionValues {
  private OptionValues() {}

  /**
   * What follows option {@code name}.
   *
   * @throws IllegalArgumentException when nothing does
   */
  public static String required(String name, @Nullable String value) {
    if (value == null) {
      throw new IllegalArgumentException(name + " needs a value");
    }
    return value;
  }

  /**
   * The number that {@code value} is.
   *
   * @throws IllegalArgumentException when it is none from {@code least} to {@code most}
   */
  public static int number(String name, String value, int least, int most) {
    try {
      var number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw new IllegalArgumentException(
        "%s must be a number from %d to %d, was %s".formatted(name, least, most, value));
  }
}
