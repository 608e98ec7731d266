package dev.hachi.watchdog.fork;

import dev.hachi.watchdog.http.BlockingExchange;
import dev.hachi.watchdog.http.HumanSize;
import dev.hachi.watchdog.http.RequestLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines that the forking modes write about a request. */
final class ForkLog {
  private static final Logger log = LoggerFactory.getLogger(ForkLog.class);

  private ForkLog() {}

  static void ended(
      BlockingExchange exchange, int status, long bytes, String failure, long startNanos) {
    if (!failure.isEmpty()) {
      log.info(failure);
    }
    // Probes of the platform would drown the rest.
    if (!exchange.header("User-Agent").startsWith("kube-probe")) {
      RequestLog.answered(
          exchange.method(),
          exchange.target(),
          Integer.toString(status),
          "ContentLength: " + HumanSize.of(bytes),
          System.nanoTime() - startNanos,
          "");
    }
  }
}
