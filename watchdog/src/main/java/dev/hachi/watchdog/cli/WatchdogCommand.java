package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.Watchdog;
import picocli.CommandLine.Command;

/** The watchdog as a container starts it. */
@Command(
    name = "watchdog",
    description =
        "Starts the watchdog with the settings of the environment alone, as in a container.",
    footer = {
      "",
      "docs/operating.md lists the variables.",
      "",
      "Example:",
      "  mode=actor hachi_jar=counter.jar port=9000 ./hachi watchdog"
    })
final class WatchdogCommand implements Runnable {
  @Override
  public void run() {
    Watchdog.run(System.getenv(), null);
  }
}
