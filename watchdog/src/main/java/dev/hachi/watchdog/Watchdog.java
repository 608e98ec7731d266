package dev.hachi.watchdog;

import dev.hachi.watchdog.config.ConfigException;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: config, ports, function, ready; then SIGTERM, drain, exit. */
public final class Watchdog {
  private Watchdog() {}

  /** Serves as the environment says, until the process is told to end. */
  public static void main(String[] args) {
    run(System.getenv(), null);
  }

  /**
   * Serves as {@code settings} say: returns when the function is ready, and ends the process with a
   * sentence on stderr when it cannot be.
   *
   * @param settings by the names of the environment variables
   * @param likelyFunction of several functions, the one that answers HTTP if the settings name none
   */
  public static void run(Map<String, String> settings, @Nullable String likelyFunction) {
    Logging.configure();
    try {
      start(settings, likelyFunction);
    } catch (ConfigException e) {
      e.problems().forEach(System.err::println);
      exit(1);
    } catch (StartException e) {
      System.err.println(e.getMessage());
      exit(1);
    } catch (RuntimeException | Error e) {
      LoggerFactory.getLogger(Watchdog.class).error("the watchdog cannot start", e);
      exit(1);
    }
  }

  private static void start(Map<String, String> settings, @Nullable String likelyFunction) {
    WatchdogConfig config = WatchdogConfig.of(settings);
    // Nobody waits for the end of this thread: the ports keep the process alive.
    WatchdogServer server = WatchdogServer.listen(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "drain"));
    FunctionChoice choice =
        new FunctionChoice(config.className(), config.function(), likelyFunction);
    server.host(FunctionLoader.load(config.jar(), choice));
  }

  private static void end(WatchdogServer server) {
    Logger log = LoggerFactory.getLogger(Watchdog.class);
    try {
      server.drain();
      server.close();
      log.info("exit");
      exit(0);
    } catch (RuntimeException | Error e) {
      log.error("the drain failed", e);
      exit(1);
    }
  }

  /** Halts: after SIGTERM the JVM would report 143, and a failed start has nothing to drain. */
  private static void exit(int code) {
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }
}
