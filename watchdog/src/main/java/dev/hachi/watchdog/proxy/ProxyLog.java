package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.config.GoDuration;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.http.HumanSize;
import dev.hachi.watchdog.http.RequestLog;
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
    String id = head.headers().get("X-Call-Id", "");
    RequestLog.answered(
        head.method().name(),
        head.uri(),
        status.toString(),
        "ContentLength: " + HumanSize.of(length),
        nanos,
        withCallId ? " [" + (id.isEmpty() ? "none" : id) + "]" : "");
  }

  static void streamed(HttpRequest head, int status, long bytes, long nanos) {
    RequestLog.answered(
        head.method().name(),
        head.uri(),
        Integer.toString(status),
        "Bytes: " + HumanSize.of(bytes),
        nanos,
        "");
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
