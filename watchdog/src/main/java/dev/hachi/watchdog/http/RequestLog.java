package dev.hachi.watchdog.http;

import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * The line that an own mode of of-watchdog writes for each request.
 *
 * <p>Straight to the JDK's logger: the way through SLF4J walks the stack for each line, which costs
 * more than the rest of the request.
 */
public final class RequestLog {
  private static final Logger LOG = Logger.getLogger("access");

  private RequestLog() {}

  /** Logs what of-watchdog does of an answered request. */
  public static void answered(
      String method, String target, String status, String size, long nanos, String more) {
    LOG.log(
        Level.INFO,
        method
            + ' '
            + target
            + " - "
            + status
            + " - "
            + size
            + " ("
            + Seconds.four(nanos)
            + "s)"
            + more);
  }
}
