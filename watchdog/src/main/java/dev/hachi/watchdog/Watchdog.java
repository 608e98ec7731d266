package dev.hachi.watchdog;

import dev.hachi.watchdog.config.ConfigException;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: config, ports, function, ready; then SIGTERM, drain, exit. */
public final class Watchdog {
  private static final int SIGINT_CODE = 130;

  private Watchdog() {}

  /**
   * Serves as the environment says, until the process is told to end.
   *
   * @param args {@code -version} or {@code -run-healthcheck}, as of-watchdog takes them
   */
  public static void main(String[] args) {
    Map<String, String> settings = System.getenv();
    guarded(
        settings,
        () -> {
          obey(Flags.of(args), settings);
          start(settings, null);
        });
  }

  /**
   * Serves as {@code settings} say: returns when the function is ready, and ends the process with a
   * sentence on stderr when it cannot be.
   *
   * @param settings by the names of the environment variables
   * @param likelyFunction of several functions, the one that answers HTTP if the settings name none
   */
  public static void run(Map<String, String> settings, @Nullable String likelyFunction) {
    guarded(settings, () -> start(settings, likelyFunction));
  }

  /**
   * The names of the functions that {@code jar} has, a jar or a folder with jars or classes; empty
   * when they cannot be told, for which {@link #run} then gives the reason.
   */
  public static List<String> functions(Path jar) {
    try {
      return FunctionLoader.names(jar);
    } catch (IOException | StartException e) {
      return List.of();
    }
  }

  private static void guarded(Map<String, String> settings, Runnable start) {
    Logging.configure(!"actor".equals(settings.get("mode")));
    try {
      start.run();
    } catch (Flags.Misused e) {
      say(e.getMessage());
      exit(e.exitCode());
    } catch (ConfigException e) {
      e.problems().forEach(Watchdog::say);
      exit(1);
    } catch (StartException e) {
      say(e.getMessage());
      exit(1);
    } catch (RuntimeException | Error e) {
      log().error("the watchdog cannot start", e);
      exit(1);
    }
  }

  private static void obey(Flags flags, Map<String, String> settings) {
    if (flags.version()) {
      logVersion();
      exit(0);
    }
    if (flags.runHealthcheck()) {
      logVersion();
      checkHealth(WatchdogConfig.of(settings));
    }
  }

  private static void start(Map<String, String> settings, @Nullable String likelyFunction) {
    WatchdogConfig config = WatchdogConfig.of(settings);
    switch (config.mode()) {
      case Mode.Actor _ -> {
        WatchdogServer server = WatchdogServer.listen(config, () -> exit(1));
        onEnd(server::drain, server::close);
        FunctionChoice choice =
            new FunctionChoice(config.className(), config.function(), likelyFunction);
        server.host(FunctionLoader.load(config.jar(), choice));
      }
      case Mode.Plain plain -> {
        logVersion();
        PlainWatchdog server = PlainWatchdog.start(config, plain, () -> exit(1));
        onEnd(server::drain, server::close);
        if (!(plain instanceof Mode.Http http && http.stateful())) {
          Interrupts.run(() -> interrupted(server));
        }
      }
    }
  }

  /** As of-watchdog ends, but with nothing left behind. */
  private static void interrupted(PlainWatchdog server) {
    server.abandon();
    ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    exit(SIGINT_CODE);
  }

  private static Logger log() {
    return LoggerFactory.getLogger(Watchdog.class);
  }

  /** Says something to the operator, without the log's time, behind what was logged before. */
  private static void say(@Nullable String sentence) {
    Logging.flush();
    System.err.println(sentence);
  }

  private static void logVersion() {
    log().info("Version: {}\tSHA: {}", Version.number(), Version.commit());
  }

  private static void checkHealth(WatchdogConfig config) {
    boolean healthy = new LockFile(config.plain()).present();
    if (!healthy) {
      say("unable to find lock file.");
    }
    exit(healthy ? 0 : 1);
  }

  private static void onEnd(Runnable drain, Runnable close) {
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(drain, close), "drain"));
  }

  private static void end(Runnable drain, Runnable close) {
    try {
      drain.run();
      close.run();
      log().info("exit");
      exit(0);
    } catch (RuntimeException | Error e) {
      log().error("the drain failed", e);
      exit(1);
    }
  }

  /** Halts: after SIGTERM the JVM would report 143, and a failed start has nothing to drain. */
  private static void exit(int code) {
    Logging.flush();
    System.err.flush();
    Runtime.getRuntime().halt(code);
  }
}
