package dev.hachi.watchdog;

import dev.hachi.watchdog.config.ConfigException;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: config, ports, function, ready; then SIGTERM, drain, exit. */
public final class Watchdog {
  private Watchdog() {}

  /** Runs until the process is told to end. */
  public static void main(String[] args) {
    Logging.configure();
    try {
      Flags flags = Flags.of(args);
      if (flags.version()) {
        logVersion();
        exit(0);
      }
      WatchdogConfig config = WatchdogConfig.of(System.getenv());
      logVersion();
      if (flags.runHealthcheck()) {
        checkHealth(config);
      }
      run(config);
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

  /** Returns when all is started: nobody waits for this thread, the ports keep the process. */
  private static void run(WatchdogConfig config) {
    switch (config.mode()) {
      case Mode.Actor _ -> {
        WatchdogServer server = WatchdogServer.listen(config);
        onEnd(server::drain, server::close);
        server.host(FunctionLoader.load(config.jar(), config.className()));
      }
      case Mode.Plain plain -> {
        PlainWatchdog server = PlainWatchdog.start(config, plain, () -> exit(1));
        onEnd(server::drain, server::close);
      }
    }
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
