package dev.hachi.watchdog.cli;

import dev.hachi.sharding.membership.Contact;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Asks replicas over HTTP; every question ends within seconds. Thread-safe. */
final class AdminClient {
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .connectTimeout(PATIENCE)
          .build();

  /** What came of a question. */
  sealed interface Told {}

  /** A replica answered. */
  record Body(int status, String text) implements Told {}

  /** Nobody did, and why. */
  record Silence(String why) implements Told {}

  /**
   * The page {@code path} of the replica with that metrics URL.
   *
   * @param token of its admin API; null for none
   */
  Told ask(String url, String path, @Nullable String token) {
    try {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url + path)).timeout(PATIENCE).GET();
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      var answer = http.send(request.build(), BodyHandlers.ofString());
      return new Body(answer.statusCode(), answer.body());
    } catch (IOException e) {
      String message = e.getMessage();
      return new Silence(message == null ? "the connection was refused" : message);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Silence("interrupted");
    }
  }

  /** Whether the replica at {@code url} takes requests. */
  boolean isReady(String url) {
    return ask(url, "/_/ready", null) instanceof Body(var status, var _) && status == OK;
  }

  /** How many members the cluster has in the eyes of the replica; 0 when it is in none. */
  int members(String metricsUrl) {
    return contact(metricsUrl).map(contact -> contact.members().size()).orElse(0);
  }

  private Optional<Contact> contact(String metricsUrl) {
    if (ask(metricsUrl, Contact.PATH, null) instanceof Body(var status, var text) && status == OK) {
      try {
        return Optional.of(Contact.parse(text));
      } catch (IllegalArgumentException e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }
}
