package dev.hachi.watchdog.http;

import dev.hachi.watchdog.config.KeySource;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import io.netty.handler.codec.http.HttpRequest;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A function of mode http with state: a request that names a key is an invocation of that key,
 * every other one passes to the function's process as without state. Thread-safe.
 */
public final class KeyedFunction implements PlainFunction {
  private static final Logger log = LoggerFactory.getLogger(KeyedFunction.class);

  private final WatchdogConfig config;
  private final boolean logCallId;
  private final PlainFunction plain;
  private final BodyBudget budget;
  private final FunctionEndpoint endpoint;
  private volatile @Nullable Hosted hosted;

  /**
   * A function whose entities are not there yet.
   *
   * @param plain what answers requests without a key
   * @param budget of the bodies of requests
   */
  public KeyedFunction(
      WatchdogConfig config, Mode.Http mode, PlainFunction plain, BodyBudget budget, Clock clock) {
    this.config = config;
    this.logCallId = mode.logCallId();
    this.plain = plain;
    this.budget = budget;
    this.endpoint = new FunctionEndpoint(config, clock);
  }

  /** From now on invocations reach {@code function}. */
  public void host(Hosted function) {
    hosted = function;
  }

  @Override
  public Responder begin(Exchange exchange) {
    Call head = Call.of(exchange.head(), new byte[0]);
    return switch (Keyed.of(head, config.keySource())) {
      case NO -> plain.begin(exchange);
      case YES, BODY_TELLS -> KeyedRequest.begin((ServerExchange) exchange, this);
      case RESERVED -> {
        KeyedRequest request = KeyedRequest.begin((ServerExchange) exchange, this);
        request.refuse(OutcomeWriter.failed(OutcomeWriter.NOT_FOUND, "the path is not public"));
        yield request;
      }
    };
  }

  @Override
  public Responder beginProbe(Exchange exchange) {
    return plain.begin(exchange);
  }

  BodyBudget budget() {
    return budget;
  }

  int bodyMax() {
    return config.bodyMax();
  }

  /** Whether {@code call}, which is whole now, is for a key. */
  boolean isKeyed(Call call) {
    KeySource source = config.keySource();
    return !(source instanceof KeySource.Json) || Keyed.byBody(call, source);
  }

  Responder pass(Exchange exchange) {
    return plain.begin(exchange);
  }

  CompletionStage<Answer> answer(Call call) {
    Hosted function = hosted;
    return function == null
        ? CompletableFuture.completedStage(
            OutcomeWriter.failed(
                OutcomeWriter.STARTING, "the function is not ready yet; repeat the request"))
        : endpoint.answer(call, function);
  }

  /** The line that mode http writes about every request. */
  void log(HttpRequest head, Answer answer, long nanos) {
    String line =
        "%s %s - %s - ContentLength: %s (%ss)"
            .formatted(
                head.method(),
                head.uri(),
                StatusText.of(answer.status()),
                HumanSize.of(answer.body().size()),
                Seconds.four(nanos));
    String id = head.headers().get("X-Call-Id", "");
    log.info(logCallId ? line + " [" + (id.isEmpty() ? "none" : id) + "]" : line);
  }
}
