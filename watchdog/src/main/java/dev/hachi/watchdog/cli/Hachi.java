package dev.hachi.watchdog.cli;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;

/**
 * The command line. A new command is a class of this package and its name in {@code subcommands}.
 * Exits with 2 for misuse and 1 for a failure, each with one sentence on stderr.
 */
@Command(
    name = "./hachi",
    description = "Serves functions that keep state per key in memory.",
    subcommands = {
      RunCommand.class,
      StatusCommand.class,
      WatchdogCommand.class,
      SimulateCommand.class,
      PlacementCommand.class,
      ReplicaCommand.class,
      TrainCommand.class
    },
    versionProvider = Hachi.Version.class,
    commandListHeading = "%nCommands:%n",
    footer = {
      "",
      "Examples:",
      "  ./hachi run samples/counter",
      "  ./hachi run samples/counter --port 18080 --metrics-port 18081",
      "  ./hachi run samples/counter --replicas 3",
      "  ./hachi status",
      "  mode=actor hachi_jar=counter.jar ./hachi watchdog",
      "  ./hachi simulate --seeds 100000",
      "",
      "From a checkout, each with a --help of its own:",
      "  ./hachi up           a local OpenFaaS",
      "  ./hachi chaos        faults under load, with every answer checked",
      "  ./hachi scale-test   throughput, latency and memory on 1 to 5 replicas",
      "  ./hachi bench        speed, beside a yardstick",
      "",
      "Needs a JDK 25 (HACHI_JAVA_HOME, JAVA_HOME, /usr/lib/jvm or the PATH) and Maven."
    })
public final class Hachi {
  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "say what a command does, with examples")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "say the version")
  boolean version;

  /** Runs one command. */
  public static void main(String[] args) {
    int code =
        new CommandLine(new Hachi())
            .setParameterExceptionHandler(Hachi::misuse)
            .setExecutionExceptionHandler(Hachi::failure)
            .execute(args);
    // Not with 0: what a command started goes on in its own threads.
    if (code != ExitCode.OK) {
      System.exit(code);
    }
  }

  /** The version of this build; null when it runs from class files. */
  static @Nullable String version() {
    return Hachi.class.getPackage().getImplementationVersion();
  }

  private static int misuse(ParameterException e, String[] args) {
    CommandLine command = e.getCommandLine();
    say("%s; see %s --help".formatted(e.getMessage(), command.getCommandSpec().qualifiedName()));
    return ExitCode.USAGE;
  }

  private static int failure(Exception e, CommandLine command, ParseResult parsed)
      throws Exception {
    if (!(e instanceof Failure)) {
      throw e;
    }
    say(String.valueOf(e.getMessage()));
    return ExitCode.SOFTWARE;
  }

  /** {@code 1 replica}, {@code 2 replicas}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** One line for the user; stdout stays with what a command was asked for. */
  static void say(String sentence) {
    System.err.println("hachi: " + sentence);
  }

  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = version();
      return new String[] {"hachi " + (version == null ? "(not packaged)" : version)};
    }
  }
}
