package dev.hachi.chaos;

import dev.hachi.chaos.nemesis.Kind;
import dev.hachi.chaos.nemesis.Network;
import dev.hachi.chaos.report.Summary;
import dev.hachi.chaos.workload.Workload;
import dev.hachi.chaos.workload.Workloads;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/** The command {@code ./hachi chaos}. */
public final class Chaos {
  private static final int MISUSE = 2;

  private Chaos() {}

  /** Ends with 0 when all promises were kept. */
  public static void main(String[] args) throws Exception {
    var arguments = List.of(args);
    if (arguments.contains("--help") || arguments.contains("-h")) {
      System.out.print(Options.HELP);
      return;
    }
    try {
      if (isHunt(arguments)) {
        System.exit(Hunt.all(arguments.subList(2, arguments.size())) ? 0 : 1);
      }
      var options = Options.of(arguments);
      var summary = run(options);
      System.out.println(summary.line());
      System.exit(summary.isGood() ? 0 : 1);
    } catch (IllegalArgumentException e) {
      System.err.println("chaos: " + e.getMessage() + "; see ./hachi chaos --help");
      System.exit(MISUSE);
    }
  }

  private static boolean isHunt(List<String> arguments) {
    return arguments.size() > 1
        && arguments.get(0).equals("--plant")
        && arguments.get(1).equals("all");
  }

  /** One run, without the faults that cannot be made here. */
  static Summary run(Options asked) throws Exception {
    if (asked.workload().equals(VersionsTrial.WORKLOAD)) {
      return VersionsTrial.run(asked);
    }
    var workload = Workloads.of(asked.workload(), asked.keys());
    var skipped = skipped(asked, workload);
    skipped.forEach((kind, why) -> Run.say("%s is skipped: %s".formatted(kind.word(), why)));
    var options = asked.without(skipped.keySet());
    if (options.kinds().isEmpty()) {
      throw new IllegalArgumentException("none of the faults can be made here");
    }
    try (var run = new Run(options, workload)) {
      // Ctrl-C as well must leave no process and no network behind.
      var hook = Thread.ofPlatform().unstarted(run::close);
      Runtime.getRuntime().addShutdownHook(hook);
      var summary = run.run();
      Runtime.getRuntime().removeShutdownHook(hook);
      return summary;
    }
  }

  private static Map<Kind, String> skipped(Options options, Workload workload)
      throws InterruptedException {
    var skipped = new EnumMap<Kind, String>(Kind.class);
    var network = EnumSet.noneOf(Kind.class);
    options.kinds().stream().filter(Kind::needsNetwork).forEach(network::add);
    if (!network.isEmpty()) {
      Network.obstacle().ifPresent(why -> network.forEach(kind -> skipped.put(kind, why)));
    }
    if (options.kinds().contains(Kind.SLOW) && workload.nap(Duration.ZERO).isEmpty()) {
      skipped.put(Kind.SLOW, "the workload knows no handler that takes its time");
    }
    if (options.kinds().contains(Kind.MEMORY) && workload.hold(0).isEmpty()) {
      skipped.put(Kind.MEMORY, "the workload knows no handler that fills memory");
    }
    if (options.kinds().contains(Kind.CLOCK) && workload.needsClocks()) {
      skipped.put(Kind.CLOCK, "the workload asks for things by the clock");
    }
    return skipped;
  }
}
