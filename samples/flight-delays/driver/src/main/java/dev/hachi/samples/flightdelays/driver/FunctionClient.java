package dev.hachi.samples.flightdelays.driver;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** The function over HTTP. Thread-safe; each call blocks until its answer, within bounds. */
final class FunctionClient implements AutoCloseable {
  private static final int ATTEMPTS_MAX = 20;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final long PAUSE_MIN_MS = 20;
  private static final long PAUSE_MAX_MS = 2_000;
  private static final Set<Integer> AGAIN = Set.of(429, 503, 504);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();
  private final String url;
  private final String run = UUID.randomUUID().toString();

  FunctionClient(String url) {
    this.url = url;
  }

  /** Fails at once when nobody listens. */
  void check() throws Failure, InterruptedException {
    try {
      http.send(request("/_/ready").build(), BodyHandlers.discarding());
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  /** Records the flight once, however often it is sent. */
  void record(Flight flight) throws Failure, InterruptedException {
    call(
        request("/" + flight.origin() + "/record")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", run + "-" + flight.number())
            .POST(BodyPublishers.ofString(flight.json()))
            .build());
  }

  Summary summary(String airport) throws Failure, InterruptedException {
    return Summary.parse(airport, call(request("/" + airport + "/summary").build()));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url + path)).timeout(ANSWER_MAX);
  }

  /** The body of the first answer with status 200. */
  private String call(HttpRequest request) throws Failure, InterruptedException {
    for (var attempt = 1; ; attempt++) {
      var last = attempt == ATTEMPTS_MAX;
      try {
        var response = http.send(request, BodyHandlers.ofString());
        if (response.statusCode() == 200) {
          return response.body();
        }
        if (last || !AGAIN.contains(response.statusCode())) {
          throw refused(response);
        }
        pause(attempt);
      } catch (IOException e) {
        if (last) {
          throw unreachable(e);
        }
        pause(attempt);
      }
    }
  }

  /** Twice as long each time, and less by chance so that the clients do not come back together. */
  private static void pause(int attempt) throws InterruptedException {
    var most = Math.min(PAUSE_MAX_MS, PAUSE_MIN_MS << attempt);
    Thread.sleep(ThreadLocalRandom.current().nextLong(most / 2, most + 1));
  }

  private Failure unreachable(IOException reason) {
    return new Failure(
        "no watchdog answers at %s (%s); start one with ./hachi run samples/flight-delays"
            .formatted(url, reason));
  }

  private static Failure refused(HttpResponse<String> response) {
    return new Failure(
        "%s %s was answered with %d %s"
            .formatted(
                response.request().method(),
                response.uri(),
                response.statusCode(),
                response.body().strip()));
  }

  /** Gives up what is still on its way. */
  @Override
  public void close() {
    http.shutdownNow();
  }
}
