package dev.hachi.openfaas.gateway;

import dev.hachi.function.Request;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Requests to the gateway, repeated where that is of use. Blocks; thread-safe. */
final class Attempts implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(2);

  /** These are the client's own to set, or belong to one connection only. */
  private static final Set<String> NOT_SENT =
      Set.of(
          "connection",
          "content-length",
          "content-type",
          "expect",
          "host",
          "keep-alive",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "x-call-id",
          "x-callback-url");

  private final GatewaySettings settings;
  private final Clock clock;
  private @Nullable HttpClient http;

  Attempts(GatewaySettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
  }

  /** Most functions call nobody, and their start must not wait for it. */
  private synchronized HttpClient http() {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(CONNECT_WITHIN)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return http;
  }

  /** Hands it to the gateway's queue, once: the outbox repeats. */
  Outcome queue(GatewayCall call, Invocation invocation) throws InterruptedException {
    return attempt(
            call,
            invocation,
            request("/async-function/", call, invocation),
            (response, body) -> Answers.ofQueue(call, response.statusCode(), body))
        .outcome();
  }

  /** Invokes it, again and again until an answer is final or the deadline near. */
  Outcome call(GatewayCall call, Invocation invocation) throws InterruptedException {
    var request = request("/function/", call, invocation);
    var backoff = new Backoff(settings.backoff(), ThreadLocalRandom.current());
    for (var failed = 1; ; failed++) {
      var result =
          attempt(
              call,
              invocation,
              request,
              (response, body) ->
                  Answers.ofCall(call, response.statusCode(), response.headers(), body));
      var wait = backoff.after(failed, result.retryAfter());
      if (!result.mayRepeat() || wait.compareTo(left(invocation)) >= 0) {
        return result.outcome();
      }
      Thread.sleep(wait);
    }
  }

  /** How one attempt ended. */
  private record Result(Outcome outcome, boolean mayRepeat, Duration retryAfter) {}

  private interface Reading {
    Outcome of(HttpResponse<?> response, byte[] body);
  }

  private Result attempt(
      GatewayCall call, Invocation invocation, HttpRequest request, Reading reading)
      throws InterruptedException {
    var sent = http().sendAsync(request, _ -> new BoundedBody(settings.replyMax()));
    try {
      // The client's own time-out ends with the head of a response; its body may be slow as well.
      var response = sent.get(Math.max(1, left(invocation).toMillis()), TimeUnit.MILLISECONDS);
      return response
          .body()
          .map(body ->
              new Result(
                  reading.of(response, body),
                  Answers.isWorthRepeating(response.statusCode()),
                  retryAfter(response)))
          .orElseGet(() -> tooLarge(call));
    } catch (TimeoutException e) {
      return last(FailureCode.DEADLINE, call.name() + " did not reply in time over the gateway");
    } catch (ExecutionException e) {
      var why =
          "the gateway %s cannot be reached, or hung up: %s"
              .formatted(settings.url(), e.getCause());
      return new Result(new Outcome.Failed(FailureCode.FUNCTION_FAILED, why), true, Duration.ZERO);
    } finally {
      sent.cancel(true);
    }
  }

  private Result tooLarge(GatewayCall call) {
    return last(
        FailureCode.BAD_ANSWER,
        "%s replied with more than %d bytes".formatted(call.name(), settings.replyMax()));
  }

  private static Result last(String code, String why) {
    return new Result(new Outcome.Failed(code, why), false, Duration.ZERO);
  }

  private static Duration retryAfter(HttpResponse<?> response) {
    return response
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("\\d{1,4}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
        .orElse(Duration.ZERO);
  }

  private Duration left(Invocation invocation) {
    return Duration.between(clock.instant(), invocation.deadline());
  }

  private HttpRequest request(String prefix, GatewayCall call, Invocation invocation) {
    var url = Objects.requireNonNull(settings.url());
    var message = invocation.message();
    var request =
        HttpRequest.newBuilder(URI.create(url + prefix + call.name() + call.path()))
            .method(call.method(), BodyPublishers.ofByteArray(message.body().toArray()))
            .setHeader("X-Call-Id", call.id());
    addHeaders(request, message);
    if (call.callback() != null) {
      request.setHeader("X-Callback-Url", call.callback().url(url));
    }
    return request.build();
  }

  private static void addHeaders(HttpRequest.Builder request, Request message) {
    if (!message.contentType().isEmpty()) {
      request.setHeader("Content-Type", message.contentType());
    }
    for (var header : message.headers()) {
      if (!NOT_SENT.contains(header.name().toLowerCase(Locale.ROOT))) {
        request.header(header.name(), header.value());
      }
    }
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.shutdownNow();
      http.close();
    }
  }
}
