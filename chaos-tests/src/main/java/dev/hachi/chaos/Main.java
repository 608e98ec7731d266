package dev.hachi.chaos;

import dev.hachi.chaos.report.Report;
import java.util.List;

/** Runs one scenario as long as wanted: {@code Main kill --times 20}. */
public final class Main {
  private static final String USAGE =
      "usage: scale|roll|roll-versions|hand-over|kill|freeze|same-id|pair|five|messages ["
          + Settings.OPTIONS
          + "]";

  private Main() {}

  public static void main(String[] args) throws Exception {
    try {
      var report = run(List.of(args));
      System.exit(report.failures().isEmpty() && report.violations().isEmpty() ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage() + "\n" + USAGE);
      System.exit(2);
    }
  }

  private static Report run(List<String> args) throws Exception {
    if (args.isEmpty()) {
      throw new IllegalArgumentException("no scenario is named");
    }
    var settings = Settings.of(args.subList(1, args.size()));
    return switch (args.getFirst()) {
      case "scale" -> Scenarios.scale(settings);
      case "roll" -> Scenarios.roll(settings);
      case "roll-versions" -> VersionsTrial.run(settings, 5, 1);
      case "hand-over" -> Scenarios.handOver(settings);
      case "kill" -> Scenarios.kill(settings);
      case "freeze" -> Scenarios.freeze(settings);
      case "same-id" -> Scenarios.sameId(settings);
      case "pair" -> Scenarios.pair(settings);
      case "five" -> Scenarios.five(settings);
      case "messages" -> MessagesTrial.run(settings);
      default -> throw new IllegalArgumentException("no scenario " + args.getFirst());
    };
  }
}
