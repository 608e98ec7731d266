package dev.hachi.openfaas.provider.proxy;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.replicas.Fleet;
import dev.hachi.openfaas.provider.replicas.Replica;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * Sends requests to ready replicas. Another replica is tried when one cannot be reached and nothing
 * was sent yet; an answer that does not come is not repeated. Thread-safe.
 *
 * @param timeout for all of a call up to the head of its answer, with the wait for a replica
 */
public record Caller(Fleet fleet, HttpClient http, Duration timeout) {
  /** An answer whose body is still to be read; to be closed. */
  public record Reply(HttpResponse<InputStream> response, Replica replica)
      implements AutoCloseable {
    @Override
    public void close() throws IOException {
      try {
        response.body().close();
      } finally {
        replica.end();
      }
    }
  }

  /**
   * Calls a function.
   *
   * @throws Refused when it is not deployed, or no replica is ready in time
   * @throws IOException when there was no answer; nobody knows what was done
   */
  public Reply call(FunctionId function, Outgoing request)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (true) {
      Replica replica = fleet.begin(function, deadline);
      boolean answered = false;
      try {
        var response = http.send(to(replica, request, deadline), BodyHandlers.ofInputStream());
        answered = true;
        return new Reply(response, replica);
      } catch (ConnectException | HttpConnectTimeoutException e) {
        replica.suspect();
        if (!request.body().isWhole()) {
          throw e;
        }
      } finally {
        if (!answered) {
          replica.end();
        }
      }
    }
  }

  private static HttpRequest to(Replica replica, Outgoing request, long deadline) {
    try {
      HttpRequest.Builder builder =
          HttpRequest.newBuilder(URI.create(replica.url() + request.target()))
              .timeout(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())))
              .method(request.method(), request.body().publisher());
      request
          .headers()
          .forEach((name, values) -> values.forEach(value -> builder.header(name, value)));
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw Refused.bad("the request cannot be passed on: " + e.getMessage());
    }
  }
}
