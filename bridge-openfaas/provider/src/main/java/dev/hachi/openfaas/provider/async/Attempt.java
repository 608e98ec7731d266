package dev.hachi.openfaas.provider.async;

import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.proxy.CallHeaders;
import dev.hachi.openfaas.provider.proxy.Caller;
import dev.hachi.openfaas.provider.proxy.Outgoing;
import dev.hachi.openfaas.provider.proxy.Passing;
import dev.hachi.openfaas.provider.store.Calls;
import dev.hachi.openfaas.provider.store.Calls.Answer;
import dev.hachi.openfaas.provider.store.Calls.Call;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** One attempt to make a call and to tell its callback. Thread-safe. */
public record Attempt(Calls calls, Caller caller, HttpClient http) {
  private static final Duration CALLBACK_MAX = Duration.ofSeconds(30);
  private static final int ANSWER_MAX = 16 * 1024 * 1024;
  private static final int TOO_LARGE = 502;
  private static final int SERVER_ERROR = 500;
  private static final double NANOS = 1e9;

  /** Returns why something is left to do; empty when nothing is. */
  String of(long number, Call call) throws InterruptedException {
    Answer answer = call.answer();
    if (answer == null) {
      try {
        answer = called(call);
      } catch (IOException e) {
        return "no answer (%s)".formatted(e);
      }
      if (Repeats.isForLater(answer.status())) {
        return "the function answers " + answer.status();
      }
      if (call.callback() == null) {
        return "";
      }
      calls.answered(number, answer);
    }
    return call.callback() == null ? "" : told(call, call.callback(), answer);
  }

  private Answer called(Call call) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Outgoing request =
        new Outgoing("POST", call.target(), call.headers(), new Outgoing.Bytes(call.body()));
    try (Caller.Reply reply = caller.call(call.function(), request)) {
      byte[] body = reply.response().body().readNBytes(ANSWER_MAX + 1);
      double seconds = (System.nanoTime() - start) / NANOS;
      Map<String, List<String>> headers = Passing.on(reply.response().headers().map());
      return body.length > ANSWER_MAX
          ? failure(TOO_LARGE, seconds)
          : new Answer(reply.response().statusCode(), headers, body, seconds);
    } catch (Refused e) {
      // 503 if no replica is ready; 404 if it was removed, and will not come back by waiting.
      return failure(e.status(), 0);
    }
  }

  private static Answer failure(int status, double seconds) {
    return new Answer(status, Map.of(), new byte[0], seconds);
  }

  // ---- callback ---------------------------------------------------------------------------------

  private String told(Call call, String callback, Answer answer) throws InterruptedException {
    try {
      int status =
          http.send(callback(call, callback, answer), BodyHandlers.discarding()).statusCode();
      return status < SERVER_ERROR ? "" : "the callback answers " + status;
    } catch (IOException e) {
      return "the callback cannot be told (%s)".formatted(e);
    }
  }

  private static HttpRequest callback(Call call, String callback, Answer answer) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(callback))
            .timeout(CALLBACK_MAX)
            .POST(BodyPublishers.ofByteArray(answer.body()));
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
