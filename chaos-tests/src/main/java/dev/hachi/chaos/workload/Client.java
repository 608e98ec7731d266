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
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks a replica, once: as a gateway does, it repeats nothing. Thread-safe. */
public final class Client implements AutoCloseable {
  private static final Duration HEALTH_WITHIN = Duration.ofSeconds(1);
  private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}");

  private final HttpClient http;
  private final Duration patience;

  /** A client that gives up a request after {@code patience}. */
  public Client(Duration patience) {
    this.patience = patience;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .connectTimeout(patience)
            .build();
  }

  /** Asks {@code key} in the given form, under {@code id}. */
  public CompletableFuture<Outcome> send(
      Endpoint endpoint, String key, Request.Form form, String id) {
    var request = request(endpoint, "/" + key + "/" + form.handler());
    request.header("Idempotency-Key", id);
    // A GET would be sent again by the JDK, unasked, when its connection ends without an answer.
    request.POST(
        form.message() == null ? BodyPublishers.noBody() : BodyPublishers.ofString(form.message()));
    return http.sendAsync(request.build(), BodyHandlers.ofString()).handle(Client::outcome);
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
    return HttpRequest.newBuilder(URI.create(endpoint.url() + path)).timeout(patience);
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
        ? reply(body)
        : new Outcome.Failed(response.statusCode(), body);
  }

  private static Outcome reply(String body) {
    return switch (body) {
      case "true" -> new Outcome.Value(1);
      case "false" -> new Outcome.Value(0);
      default ->
          NUMBER.matcher(body).matches()
              ? new Outcome.Value(Long.parseLong(body))
              : new Outcome.Text(body);
    };
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
