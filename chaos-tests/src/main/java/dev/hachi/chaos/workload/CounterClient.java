package dev.hachi.chaos.workload;

import dev.hachi.chaos.history.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Asks a replica of counter, or of visits, once: as a gateway does, it repeats nothing.
 * Thread-safe.
 */
public final class CounterClient implements AutoCloseable {
  private static final Duration HEALTH_WITHIN = Duration.ofSeconds(1);

  private final HttpClient http;
  private final Duration patience;

  /** A client that gives up a request after {@code patience}. */
  public CounterClient(Duration patience) {
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(patience)
            .build();
  }

  /** Adds 1 under {@code id}. */
  public CompletableFuture<Outcome> add(Endpoint endpoint, String key, String id) {
    return send(
        request(endpoint, "/" + key + "/add")
            .header("Idempotency-Key", id)
            .POST(BodyPublishers.ofString("1"))
            .build());
  }

  /** Reads a key. */
  public CompletableFuture<Outcome> get(Endpoint endpoint, String key) {
    return send(request(endpoint, "/" + key + "/get").build());
  }

  /** Visits {@code page} as {@code visitor} under {@code id}, at a replica of visits. */
  CompletableFuture<Outcome> visit(Endpoint endpoint, String visitor, String page, String id) {
    return send(
        request(endpoint, "/" + visitor + "/visit")
            .header("Idempotency-Key", id)
            .POST(BodyPublishers.ofString('"' + page + '"'))
            .build());
  }

  /** Has a replica of visits ask counter how many visits {@code page} has had. */
  public CompletableFuture<Outcome> total(Endpoint endpoint, String visitor, String page) {
    var body = BodyPublishers.ofString('"' + page + '"');
    return send(request(endpoint, "/" + visitor + "/total").POST(body).build());
  }

  /** What the replica says of itself. */
  Health health(Endpoint endpoint) throws InterruptedException {
    try {
      var request = request(endpoint, "/_/ready").timeout(HEALTH_WITHIN).build();
      var status = http.send(request, BodyHandlers.discarding()).statusCode();
      return status == 200 ? Health.GOOD : Health.BAD;
    } catch (HttpTimeoutException _) {
      return Health.SILENT;
    } catch (IOException _) {
      return Health.BAD; // nobody listens
    }
  }

  private HttpRequest.Builder request(Endpoint endpoint, String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + endpoint.port() + path))
        .timeout(patience);
  }

  private CompletableFuture<Outcome> send(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofString()).handle(CounterClient::outcome);
  }

  private static Outcome outcome(
      @Nullable HttpResponse<String> response, @Nullable Throwable failure) {
    if (response == null) {
      var cause =
          failure instanceof CompletionException && failure.getCause() != null
              ? failure.getCause()
              : failure;
      return new Outcome.Unknown(String.valueOf(cause));
    }
    var body = response.body().strip();
    return response.statusCode() == 200
        ? new Outcome.Value(Long.parseLong(body))
        : new Outcome.Failed(response.statusCode(), body);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
