package dev.hachi.watchdog;

import java.util.Map;

/** What of-watchdog takes on its command line. */
record Flags(boolean version, boolean runHealthcheck) {
  private static final String USAGE =
      """
      Usage of fwatchdog:
        -run-healthcheck
          \tlook for the lock file: exit 0 when it is there, else 1
        -version
          \tprint the version and exit\
      """;
  private static final Map<String, Boolean> VALUES =
      Map.of("true", true, "1", true, "false", false, "0", false);

  /** The flags are not understood, or help is wanted. */
  static final class Misused extends RuntimeException {
    private final int exitCode;

    Misused(String message, int exitCode) {
      super(message);
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  /** As Go's flags: one dash or two, an optional value, and an end at the first other word. */
  static Flags of(String[] args) {
    Flags flags = new Flags(false, false);
    for (String arg : args) {
      if (!arg.startsWith("-") || arg.equals("-") || arg.equals("--")) {
        return flags;
      }
      flags = flags.with(arg.substring(arg.startsWith("--") ? 2 : 1), arg);
    }
    return flags;
  }

  private Flags with(String flag, String arg) {
    int equals = flag.indexOf('=');
    String name = equals < 0 ? flag : flag.substring(0, equals);
    Boolean value = equals < 0 ? Boolean.TRUE : VALUES.get(flag.substring(equals + 1));
    if (name.equals("h") || name.equals("help")) {
      throw new Misused(USAGE, 0);
    }
    if (value == null) {
      throw new Misused("%s needs true or false\n%s".formatted(arg, USAGE), 2);
    }
    return switch (name) {
      case "version" -> new Flags(value, runHealthcheck);
      case "run-healthcheck" -> new Flags(version, value);
      default ->
          throw new Misused("flag provided but not defined: %s\n%s".formatted(arg, USAGE), 2);
    };
  }
}
