package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Exit;
import dev.hachi.chaos.history.History;
import java.util.List;
import java.util.Objects;

/** That a replica ends when it is told to, in time and with 0, and never unasked. */
public final class Exits {
  static final String RULE = "who is told to end does, with 0, and nobody else";

  private Exits() {}

  /** What was violated by those to which nothing had happened; empty is good. */
  public static List<Violation> violations(History history) {
    return history.exits().stream()
        .filter(exit -> !history.isBroken(exit.replica()))
        .filter(exit -> !isGood(exit))
        .map(exit -> Violation.of(RULE, sentence(exit)))
        .toList();
  }

  private static boolean isGood(Exit exit) {
    return exit.wasTold() && Objects.equals(exit.code(), 0);
  }

  private static String sentence(Exit exit) {
    return exit.sentence() + (exit.wasTold() ? ", which was told to end" : ", which nobody told");
  }
}
