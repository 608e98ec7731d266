package dev.hachi.watchdog;

import dev.hachi.watchdog.config.ConfigException;
import dev.hachi.watchdog.config.WatchdogConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The process: config, ports, function, ready; then SIGTERM, drain, exit. */
public final class Watchdog {
  private Watchdog() {}

  /** Runs until the process is told to end. */
  public static void main(String[] args) {
    Logging.configure();
    try {
      run();
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

  private static void run() {
    WatchdogConfig config = WatchdogConfig.of(System.getenv());
    // Nobody waits for the end of this thread: the ports keep the process alive.
    WatchdogServer server = WatchdogServer.listen(config);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(server), "drain"));
    server.host(FunctionLoader.load(config.jar(), config.className()));
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
