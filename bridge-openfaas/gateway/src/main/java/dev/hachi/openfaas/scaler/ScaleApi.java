package dev.hachi.openfaas.scaler;

import java.io.IOException;
import java.io.InputStream;
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
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** What the gateway knows and does about the number of replicas. Blocks; confined to one thread. */
final class ScaleApi implements AutoCloseable {
  /** For all of an answer. */
  static final Duration PATIENCE = Duration.ofSeconds(5);

  private static final int ANSWER_MAX = 1024 * 1024;
  private static final int SHOWN_MAX = 200;
  private static final int PASSWORD_MAX = 1024;

  private final ScaleSettings settings;
  private @Nullable HttpClient http;

  ScaleApi(ScaleSettings settings) {
    this.settings = settings;
  }

  /** The function as the gateway has it now. */
  Deployed deployed() throws GatewayFailure, InterruptedException {
    var answer = send(request("/system/function/").GET().build());
    try {
      return Deployed.parse(answer);
    } catch (IOException e) {
      throw new GatewayFailure(
          Ending.REFUSED, "the gateway's answer is no function's status: " + e.getMessage());
    }
  }

  /** Asks for so many replicas. */
  void scale(int replicas) throws GatewayFailure, InterruptedException {
    var body =
        "{\"serviceName\":\"%s\",\"namespace\":\"%s\",\"replicas\":%d}"
            .formatted(settings.function(), settings.namespace(), replicas);
    send(
        request("/system/scale-function/")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build());
  }

  private HttpRequest.Builder request(String path) throws GatewayFailure {
    var url =
        settings.gateway() + path + settings.function() + "?namespace=" + settings.namespace();
    var request = HttpRequest.newBuilder(URI.create(url));
    var file = settings.passwordFile();
    if (file != null) {
      request.header("Authorization", authorization(file));
    }
    return request;
  }

  private String authorization(Path file) throws GatewayFailure {
    try {
      var both = (settings.user() + ":" + password(file)).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(both);
    } catch (IOException e) {
      throw new GatewayFailure(Ending.REFUSED, String.valueOf(e.getMessage()));
    }
  }

  /**
   * The password in {@code file}.
   *
   * @throws IOException with one sentence, without what the file holds, when it holds none
   */
  static String password(Path file) throws IOException {
    String password;
    try (InputStream in = Files.newInputStream(file)) {
      // More than allowed, to tell a longer one; the path may be a device.
      password = new String(in.readNBytes(PASSWORD_MAX + 2), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new IOException(
          "hachi_gateway_password_file is \"%s\", which cannot be read (%s)"
              .formatted(file, e.getClass().getSimpleName()),
          e);
    }
    if (!password.matches("[!-~]{1," + PASSWORD_MAX + "}")) {
      throw new IOException(
          "hachi_gateway_password_file is \"%s\", which holds no password; allowed is a file with 1 to %d visible ASCII characters"
              .formatted(file, PASSWORD_MAX));
    }
    return password;
  }

  private byte[] send(HttpRequest request) throws GatewayFailure, InterruptedException {
    var sent =
        http().sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), ANSWER_MAX));
    try {
      // The client's own time-out ends with the head of a response; its body may be slow as well.
      var response = sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      if (response.statusCode() / 100 != 2) {
        throw new GatewayFailure(Ending.REFUSED, said(response));
      }
      return response.body();
    } catch (TimeoutException e) {
      throw new GatewayFailure(
          Ending.UNREACHABLE,
          "the gateway %s did not answer within %d s"
              .formatted(settings.gateway(), PATIENCE.toSeconds()));
    } catch (ExecutionException e) {
      throw new GatewayFailure(
          Ending.UNREACHABLE,
          "the gateway %s cannot be reached, or hung up: %s"
              .formatted(settings.gateway(), e.getCause()));
    } finally {
      sent.cancel(true);
    }
  }

  private String said(HttpResponse<byte[]> response) {
    var body = response.body();
    var length = Math.min(body.length, SHOWN_MAX);
    var text = new String(body, 0, length, StandardCharsets.UTF_8).strip();
    var hint =
        response.statusCode() == 401 ? "; see hachi_gateway_user and its password's file" : "";
    return "the gateway answered %d for %s%s%s"
        .formatted(
            response.statusCode(), settings.function(), text.isEmpty() ? "" : ": " + text, hint);
  }

  /** Most replicas never decide. */
  private HttpClient http() {
    if (http == null) {
      http =
          HttpClient.newBuilder()
              .version(HttpClient.Version.HTTP_1_1)
              .connectTimeout(PATIENCE)
              .followRedirects(HttpClient.Redirect.NEVER)
              .build();
    }
    return http;
  }

  @Override
  public void close() {
    if (http != null) {
      http.shutdownNow();
      http.close();
      http = null;
    }
  }
}
