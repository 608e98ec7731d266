package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.config.GoDuration;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.http.HumanSize;
import dev.hachi.watchdog.http.Seconds;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The lines that mode http writes about a request. */
final class ProxyLog {
  private static final Logger log = LoggerFactory.getLogger(ProxyLog.class);

  private ProxyLog() {}

  static void answered(
      HttpRequest head, HttpResponseStatus status, long length, long nanos, boolean withCallId) {
    // Probes of the platform would drown the rest.
    if (head.headers().get("User-Agent", "").startsWith("kube-probe")) {
      return;
    }
    String line =
        "%s %s - %s - ContentLength: %s (%ss)"
            .formatted(
                head.method(), head.uri(), status, HumanSize.of(length), Seconds.four(nanos));
    if (withCallId) {
      String id = head.headers().get("X-Call-Id", "");
      line += " [" + (id.isEmpty() ? "none" : id) + "]";
    }
    log.info(line);
  }

  static void streamed(HttpRequest head, int status, long bytes, long nanos) {
    log.info(
        "{} {} - {} - Bytes: {} ({}s)",
        head.method(),
        head.uri(),
        status,
        HumanSize.of(bytes),
        Seconds.four(nanos));
  }

  static void failed(HttpRequest head, Mode.Http mode, String why) {
    log.info(
        "Upstream HTTP request error: {} \"{}{}\": {}",
        head.method(),
        mode.upstream(),
        head.uri(),
        why);
  }

  static void killed(Duration timeout) {
    log.info("Upstream HTTP killed due to exec_timeout: {}", GoDuration.format(timeout));
  }
}
