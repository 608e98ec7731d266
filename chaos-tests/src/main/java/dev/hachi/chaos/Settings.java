package dev.hachi.chaos;

import dev.hachi.chaos.options.OptionValues;
import java.util.ArrayDeque;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * How a scenario runs.
 *
 * @param rate adds per second
 * @param keys over how many keys they are spread
 * @param times how often the fault is made
 * @param pauseSeconds how long the load runs undisturbed before, between and after what is done
 * @param warmSeconds for how long at most the first replicas are warmed up before the load begins
 * @param seed of all choices
 */
public record Settings(
    int rate, int keys, int times, int pauseSeconds, int warmSeconds, long seed) {
  static final String OPTIONS =
      "--rate N --keys N --times N --pause SECONDS --warm SECONDS --seed N";

  /** What the promises are measured with. */
  static Settings standard() {
    return new Settings(
        1_000, 5_000, 1, 5, WarmUp.SECONDS, new SplittableRandom().nextLong(1L << 32));
  }

  /** The standard, changed by options such as {@code --rate 300}. */
  static Settings of(List<String> arguments) {
    var settings = standard();
    var left = new ArrayDeque<>(arguments);
    while (!left.isEmpty()) {
      settings = settings.with(left.remove(), left.poll());
    }
    return settings;
  }

  private Settings with(String option, @Nullable String value) {
    var number = number(option, OptionValues.required(option, value));
    var positive = Math.clamp(number, 1, Integer.MAX_VALUE);
    return switch (option) {
      case "--rate" -> new Settings(positive, keys, times, pauseSeconds, warmSeconds, seed);
      case "--keys" -> new Settings(rate, positive, times, pauseSeconds, warmSeconds, seed);
      case "--times" -> new Settings(rate, keys, positive, pauseSeconds, warmSeconds, seed);
      case "--pause" -> new Settings(rate, keys, times, positive, warmSeconds, seed);
      case "--warm" -> new Settings(rate, keys, times, pauseSeconds, positive, seed);
      case "--seed" -> new Settings(rate, keys, times, pauseSeconds, warmSeconds, number);
      default ->
          throw new IllegalArgumentException("no option " + option + "; there are " + OPTIONS);
    };
  }

  private static long number(String option, String value) {
    try {
      return Long.parseLong(value);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException(option + " must be a number, was " + value, e);
    }
  }
}
