package dev.hachi.watchdog.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads variables and collects what is wrong with them, so that one start shows every problem. */
final class Variables {
  private final Map<String, String> env;
  private final List<String> problems = new ArrayList<>();

  Variables(Map<String, String> env) {
    this.env = env;
    problems.addAll(KnownVariables.problems(env.keySet()));
  }

  /** The value of {@code name}; null when it is unset or empty, as for of-watchdog. */
  @Nullable String text(String name) {
    KnownVariables.check(name);
    String value = env.get(name);
    return value == null || value.isEmpty() ? null : value;
  }

  int number(String name, int fallback, int min, int max) {
    return Math.toIntExact(number(name, (long) fallback, min, max));
  }

  long number(String name, long fallback, long min, long max) {
    String allowed = "a whole number from " + min + " to " + max;
    return read(name, fallback, allowed, value -> wholeNumber(value, min, max));
  }

  Duration duration(String name, Duration fallback, Duration min) {
    String least = min.isZero() ? "" : ", more than 0";
    String allowed = "whole seconds such as 30, or a Go duration such as 1m30s or 500ms" + least;
    return read(name, fallback, allowed, value -> duration(value, min));
  }

  /** On for {@code true} and {@code 1}, as for of-watchdog. */
  boolean flag(String name) {
    return read(name, false, "true, 1, false or 0", Variables::flagOf);
  }

  <T> T read(String name, T fallback, String allowed, Function<String, Optional<T>> parser) {
    String value = text(name);
    if (value == null) {
      return fallback;
    }
    return parser
        .apply(value)
        .orElseGet(() -> {
          problem("%s is \"%s\"; allowed is %s".formatted(name, value, allowed));
          return fallback;
        });
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  void throwProblems() {
    if (!problems.isEmpty()) {
      throw new ConfigException(problems);
    }
  }

  static Optional<Boolean> flagOf(String value) {
    return switch (value) {
      case "true", "1" -> Optional.of(true);
      case "false", "0" -> Optional.of(false);
      default -> Optional.empty();
    };
  }

  private static Optional<Long> wholeNumber(String value, long min, long max) {
    if (!value.matches("\\d{1,15}")) {
      return Optional.empty();
    }
    long number = Long.parseLong(value);
    return number < min || number > max ? Optional.empty() : Optional.of(number);
  }

  private static Optional<Duration> duration(String value, Duration min) {
    Optional<Duration> duration =
        value.matches("\\d{1,9}")
            ? Optional.of(Duration.ofSeconds(Long.parseLong(value)))
            : GoDuration.parse(value);
    return duration.filter(parsed -> parsed.compareTo(min) >= 0);
  }
}
