package dev.hachi.openfaas.provider;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;

/**
 * What a client of OpenFaaS sends.
 *
 * @param authorization of {@code /system/}; empty for none
 */
record Client(int port, String authorization) {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final HttpClient HTTP =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /** With the password of a data folder. */
  static Client of(int port, Path data) throws IOException {
    var password = Files.readString(data.resolve("basic-auth-password"));
    return new Client(port, basic("admin:" + password));
  }

  static String basic(String userAndPassword) {
    var bytes = userAndPassword.getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
            .timeout(PATIENCE)
            .method(
                method, body.isEmpty() ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (path.startsWith("/system/") && !authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }

  int status(String method, String path, String body) throws IOException, InterruptedException {
    return send(method, path, body).statusCode();
  }

  HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return send("GET", path, "");
  }

  HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
    return send("POST", path, body);
  }

  void scale(String function, int replicas) throws IOException, InterruptedException {
    var answer =
        post(
            "/system/scale-function/" + function,
            "{\"serviceName\":\"%s\",\"replicas\":%d}".formatted(function, replicas));
    if (answer.statusCode() != 202) {
      throw new AssertionError(answer + ": " + answer.body());
    }
  }

  /** How many replicas of a function are ready. */
  int available(String function) throws IOException, InterruptedException {
    var status = get("/system/function/" + function).body();
    return Integer.parseInt(status.replaceFirst(".*\"availableReplicas\":(\\d+).*", "$1"));
  }
}
