package dev.hachi.watchdog.http;

import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.jwt.JwtGuard;
import dev.hachi.watchdog.metrics.Metrics;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The public port in of-watchdog's own modes: health, readiness, and all else to the function. */
final class PlainSite implements Service {
  private static final String TEXT = "text/plain; charset=utf-8";
  // Counts a request whose client left before there was an answer.
  private static final int UNANSWERED = 504;

  private final WatchdogConfig config;
  private final PlainStatus status;
  private final Metrics metrics;
  private final PlainFunction function;
  private final @Nullable JwtGuard guard;

  PlainSite(
      WatchdogConfig config,
      PlainStatus status,
      Metrics metrics,
      PlainFunction function,
      @Nullable JwtGuard guard) {
    this.config = config;
    this.status = status;
    this.metrics = metrics;
    this.function = function;
    this.guard = guard;
  }

  @Override
  public Responder begin(Exchange begun) {
    ServerExchange exchange = (ServerExchange) begun;
    Optional<Answer> instead = RequestTarget.settle(exchange.head());
    if (instead.isPresent()) {
      return answered(exchange, instead.get());
    }
    return switch (RequestTarget.path(exchange.head().uri())) {
      case "/_/health" -> answered(exchange, health(exchange.head()));
      case "/_/ready" -> ready(exchange);
      default -> counted(exchange);
    };
  }

  private static Responder answered(ServerExchange exchange, Answer answer) {
    exchange.answer(answer, answer.status() == 400);
    return new Deaf();
  }

  private Answer health(HttpRequest head) {
    if (!isGet(head)) {
      return Answer.empty(405);
    }
    return status.healthy() ? Answer.text(200, TEXT, "OK") : Answer.empty(503);
  }

  private Responder ready(ServerExchange exchange) {
    String path = config.plain().readyPath();
    if (!isGet(exchange.head())) {
      return answered(exchange, Answer.empty(405));
    }
    if (!status.healthy()) {
      return answered(exchange, Answer.empty(503));
    }
    if (config.maxInflight() > 0 && status.inFlight() >= config.maxInflight()) {
      return answered(exchange, Answer.empty(429));
    }
    if (path == null) {
      return answered(exchange, Answer.empty(200));
    }
    // The function itself is asked, with the headers of the probe but for the host that it asked.
    exchange.head().setUri(path);
    exchange.head().headers().remove("Host");
    return function.beginProbe(exchange);
  }

  private Responder counted(ServerExchange exchange) {
    long start = System.nanoTime();
    String method = exchange.head().method().name();
    boolean admitted = status.places().enter(config.maxInflight());
    metrics.began();
    exchange.whenEnded(code -> {
      if (admitted) {
        status.places().leave();
      }
      metrics.ended(method, code == 0 ? UNANSWERED : code, System.nanoTime() - start);
    });
    if (!admitted) {
      return answered(exchange, Answer.full(config.maxInflight()));
    }
    return guard == null
        ? function.begin(exchange)
        : GuardedRequest.begin(exchange, guard, function);
  }

  private static boolean isGet(HttpRequest head) {
    return head.method().name().equals("GET");
  }

  @Override
  public Answer late(HttpRequest head, Lateness lateness) {
    return Answer.internal(504, lateness.nanos());
  }

  @Override
  public void refused(String method, Answer answer) {}

  @Override
  public boolean leaving() {
    return status.leaving();
  }

  /** Listens no more: the answer is given. */
  private static final class Deaf implements Responder {
    @Override
    public void body(ByteBuf part) {
      part.release();
    }

    @Override
    public void bodyEnd(HttpHeaders trailers) {}

    @Override
    public void writabilityChanged() {}

    @Override
    public void gone(boolean certain) {}
  }
}
