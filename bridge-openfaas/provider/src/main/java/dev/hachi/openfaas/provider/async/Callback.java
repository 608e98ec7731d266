package dev.hachi.openfaas.provider.async;

import dev.hachi.openfaas.provider.proxy.CallHeaders;
import dev.hachi.openfaas.provider.store.Calls.Answer;
import dev.hachi.openfaas.provider.store.Calls.Call;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Tells callbacks what functions have answered. Blocks; thread-safe.
 *
 * @param max for all of it
 */
record Callback(HttpClient http, Duration max) {
  private static final int SERVER_ERROR = 500;

  /** Returns why it has to be told again; empty when it was told. */
  String tell(Call call, String url, Answer answer) throws InterruptedException {
    var sent = http.sendAsync(request(call, url, answer), BodyHandlers.discarding());
    try {
      // The client's own time-out ends with the head of an answer.
      int status = sent.get(max.toMillis(), TimeUnit.MILLISECONDS).statusCode();
      return status < SERVER_ERROR ? "" : "the callback answers " + status;
    } catch (TimeoutException e) {
      return "the callback does not answer within %d ms".formatted(max.toMillis());
    } catch (ExecutionException e) {
      return "the callback cannot be told (%s)".formatted(e.getCause());
    } finally {
      var _ = sent.cancel(true);
    }
  }

  private static HttpRequest request(Call call, String url, Answer answer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url)).POST(BodyPublishers.ofByteArray(answer.body()));
    answer
        .headers()
        .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
    copied(call, request, "X-Start-Time");
    return request
        .setHeader(CallHeaders.ID, call.id())
        .setHeader("X-Duration-Seconds", "%f".formatted(answer.seconds()))
        .setHeader("X-Function-Status", "" + answer.status())
        .setHeader("X-Function-Name", call.function().name())
        .build();
  }

  private static void copied(Call call, HttpRequest.Builder request, String name) {
    call.headers()
        .forEach((own, values) -> {
          if (own.equalsIgnoreCase(name)) {
            request.setHeader(name, values.getFirst());
          }
        });
  }
}
