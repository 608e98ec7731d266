package dev.hachi.watchdog.cli;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** What is wrong with an option, as the command line tells it: one sentence, and exit code 2. */
final class Misuse {
  private Misuse() {}

  /**
   * @param spec that of the command; picocli has set it before it sets options
   */
  static ParameterException of(@Nullable CommandSpec spec, String sentence) {
    return new ParameterException(Objects.requireNonNull(spec).commandLine(), sentence);
  }

  /**
   * The number that {@code value} is: of 15 digits at most, and from {@code min} to {@code max}.
   */
  static long wholeNumber(
      @Nullable CommandSpec spec, String option, String value, long min, long max) {
    if (value.matches("\\d{1,15}")) {
      long number = Long.parseLong(value);
      if (number >= min && number <= max) {
        return number;
      }
    }
    throw of(
        spec,
        "%s is \"%s\"; allowed is a whole number from %d to %d".formatted(option, value, min, max));
  }
}
