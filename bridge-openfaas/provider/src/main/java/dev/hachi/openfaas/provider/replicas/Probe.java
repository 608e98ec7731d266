package dev.hachi.openfaas.provider.replicas;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks replicas whether they are ready. Thread-safe. */
record Probe(HttpClient http) {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int OK = 200;
  private static final int BUSY = 429;

  /** One at its limit of requests is ready as well: its callers are told so by itself. */
  boolean isReady(Replica replica) throws InterruptedException {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(replica.url() + "/_/ready")).timeout(PATIENCE).build();
    try {
      int status = http.send(question, BodyHandlers.discarding()).statusCode();
      return status == OK || status == BUSY;
    } catch (IOException e) {
      return false;
    }
  }
}
