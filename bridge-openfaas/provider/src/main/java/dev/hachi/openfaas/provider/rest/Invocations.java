package dev.hachi.openfaas.provider.rest;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.hachi.openfaas.provider.async.Deliveries;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.proxy.CallHeaders;
import dev.hachi.openfaas.provider.proxy.Caller;
import dev.hachi.openfaas.provider.proxy.Outgoing;
import dev.hachi.openfaas.provider.proxy.Passing;
import dev.hachi.openfaas.provider.proxy.Target;
import dev.hachi.openfaas.provider.replicas.Fleet;
import dev.hachi.openfaas.provider.store.Calls.Call;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Calls of functions: those that are answered, and those that are accepted for later. */
final class Invocations {
  private static final Set<String> METHODS =
      Set.of("GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS");
  private static final String INTERNAL = "X-OpenFaaS-Internal";
  private static final String CALLBACK = "X-Callback-Url";

  private final Fleet fleet;
  private final Caller caller;
  private final Deliveries deliveries;

  Invocations(Fleet fleet, Caller caller, Deliveries deliveries) {
    this.fleet = fleet;
    this.caller = caller;
    this.deliveries = deliveries;
  }

  // ---- at once ----------------------------------------------------------------------------------

  void call(Exchange exchange, String text) throws IOException, InterruptedException {
    if (!METHODS.contains(exchange.method())) {
      exchange.answer(405);
      return;
    }
    try {
      Target target = target(text);
      fleet.count(target.function());
      call(exchange, target);
    } catch (Refused e) {
      exchange.http().getResponseHeaders().set(INTERNAL, "proxy");
      throw e;
    }
  }

  private void call(Exchange exchange, Target target) throws IOException, InterruptedException {
    CallHeaders headers = headers(exchange.http());
    Outgoing request =
        new Outgoing(exchange.method(), target.rest(), headers.passing(), body(exchange));
    headers.added().forEach(exchange.http().getResponseHeaders()::set);
    try (Caller.Reply reply = caller.call(target.function(), request)) {
      pass(exchange, reply.response());
    } catch (IOException e) {
      if (exchange.http().getResponseCode() > 0) {
        throw e;
      }
      throw unreachable(e, target);
    }
  }

  private static Outgoing.Body body(Exchange exchange) {
    long length = exchange.length();
    return length == 0
        ? new Outgoing.Bytes(new byte[0])
        : new Outgoing.Stream(exchange.http().getRequestBody(), length);
  }

  private static Refused unreachable(IOException e, Target target) {
    String name = target.function().name();
    return e instanceof HttpTimeoutException
        ? new Refused(504, "No answer in time from: %s.".formatted(name))
        : new Refused(500, "Can't reach service for: %s.".formatted(name));
  }

  private static void pass(Exchange exchange, HttpResponse<InputStream> response)
      throws IOException {
    Headers headers = exchange.http().getResponseHeaders();
    Passing.on(response.headers().map()).forEach(headers::put);
    long length = response.headers().firstValueAsLong("Content-Length").orElse(-1);
    exchange.stream(response.statusCode(), response.body(), length);
  }

  // ---- later ------------------------------------------------------------------------------------

  void accept(Exchange exchange, String text) throws IOException {
    if (!exchange.method().equals("POST")) {
      exchange.http().getResponseHeaders().set("Allow", "POST");
      exchange.answer(405);
      return;
    }
    Target target = target(text);
    fleet.require(target.function());
    CallHeaders headers = headers(exchange.http());
    String callback = callback(exchange.http().getRequestHeaders().getFirst(CALLBACK));
    byte[] body = exchange.body(Deliveries.BODY_MAX);
    deliveries.accept(
        new Call(
            headers.id(),
            target.function(),
            target.rest(),
            headers.passing(),
            body,
            callback,
            Instant.now(),
            null));
    Headers answer = exchange.http().getResponseHeaders();
    answer.set(CallHeaders.ID, headers.id());
    headers.added().forEach(answer::set);
    exchange.answer(202);
  }

  private static @Nullable String callback(@Nullable String url) {
    if (url == null || url.isEmpty()) {
      return null;
    }
    try {
      URI uri = new URI(url);
      if (uri.getHost() != null && String.valueOf(uri.getScheme()).matches("(?i)https?")) {
        return url;
      }
    } catch (URISyntaxException e) {
      // The same.
    }
    throw Refused.bad(CALLBACK + " is no http or https URL with a host");
  }

  // ---- both -------------------------------------------------------------------------------------

  private static Target target(String text) {
    return Target.of(text)
        .orElseThrow(
            () -> Refused.missing("this is no function's path: /function/NAME[.NAMESPACE]"));
  }

  private static CallHeaders headers(HttpExchange http) {
    var remote = http.getRemoteAddress();
    String host = http.getRequestHeaders().getFirst("Host");
    return CallHeaders.of(
        http.getRequestHeaders(),
        remote.getAddress().getHostAddress() + ":" + remote.getPort(),
        host == null ? "" : host);
  }
}
