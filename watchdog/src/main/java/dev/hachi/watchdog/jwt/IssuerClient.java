package dev.hachi.watchdog.jwt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.nimbusds.jose.jwk.JWKSet;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Asks a gateway for its configuration as an issuer, and for its keys. Blocks; thread-safe. */
final class IssuerClient {
  private static final String PATH = "/.well-known/openid-configuration";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SIZE_MAX = 1024 * 1024;
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final URI configuration;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(PATIENCE).followRedirects(Redirect.NORMAL).build();

  IssuerClient(URI authority) {
    configuration = authority.resolve(PATH);
  }

  /**
   * The issuer as it is now; public keys only.
   *
   * @throws IOException with one sentence, when it cannot be known
   */
  Issuer fetch() throws IOException, InterruptedException {
    JsonNode found = JSON.readTree(get(configuration));
    String name = found.path("issuer").asText();
    String keysAt = found.path("jwks_uri").asText();
    if (name.isEmpty() || keysAt.isEmpty()) {
      throw new IOException("the answer of " + configuration + " lacks issuer or jwks_uri");
    }
    try {
      JWKSet keys = JWKSet.parse(get(URI.create(keysAt))).toPublicJWKSet();
      if (keys.isEmpty()) {
        throw new IOException("the answer of " + keysAt + " has no public key");
      }
      return new Issuer(name, keys);
    } catch (ParseException | IllegalArgumentException e) {
      throw new IOException("the keys at " + keysAt + " cannot be read: " + e.getMessage(), e);
    }
  }

  private String get(URI uri) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(uri).header("User-Agent", "openfaas-watchdog").build();
    CompletableFuture<HttpResponse<String>> answering =
        client.sendAsync(
            request,
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), SIZE_MAX));
    try {
      HttpResponse<String> answer = answering.get(PATIENCE.toNanos(), TimeUnit.NANOSECONDS);
      if (answer.statusCode() != 200) {
        throw new IOException("%s answers %d instead of 200".formatted(uri, answer.statusCode()));
      }
      return answer.body();
    } catch (ExecutionException e) {
      throw new IOException("%s cannot be asked: %s".formatted(uri, e.getCause()), e);
    } catch (TimeoutException e) {
      throw new IOException("%s did not answer within %s".formatted(uri, PATIENCE), e);
    } finally {
      answering.cancel(true);
    }
  }
}
