package dev.hachi.openfaas.provider.rest;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.hachi.openfaas.provider.Say;
import dev.hachi.openfaas.provider.contract.Refused;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** All routes: finds who answers, asks for the password, and turns what goes wrong into answers. */
public final class Api implements HttpHandler {
  private static final String SYSTEM = "/system/";
  private static final String FUNCTION = "/function/";
  private static final String ASYNC = "/async-function/";

  private final BasicAuth auth;
  private final Invocations invocations;
  private final Map<String, Route> exact = new TreeMap<>();
  private final Map<String, Route> named = new TreeMap<>();

  /** Answers one kind of request; {@code name} is the rest of the path. */
  interface Action {
    void answer(Exchange exchange, String name) throws IOException, InterruptedException;
  }

  /** What a path answers, by method. */
  record Route(Map<String, Action> actions) {}

  Api(BasicAuth auth, Invocations invocations) {
    this.auth = auth;
    this.invocations = invocations;
  }

  /** Adds a path. */
  void exact(String path, Map<String, Action> actions) {
    exact.put(path, new Route(actions));
  }

  /** Adds all paths of one segment below {@code prefix}. */
  void named(String prefix, Map<String, Action> actions) {
    named.put(prefix, new Route(actions));
  }

  @Override
  public void handle(HttpExchange http) throws IOException {
    Exchange exchange = new Exchange(http);
    try {
      answer(exchange);
    } catch (Refused e) {
      refuse(exchange, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (RuntimeException e) {
      Say.line("%s %s failed: %s".formatted(exchange.method(), exchange.path(), e));
      refuse(exchange, new Refused(500, "this failed; the provider's log tells why"));
    }
    // Not after an IOException: closing would end an answer that broke off as if it were whole.
    // Thrown, it closes the connection.
    http.close();
  }

  private void answer(Exchange exchange) throws IOException, InterruptedException {
    String path = exchange.path();
    if (path.startsWith(FUNCTION)) {
      invocations.call(exchange, exchange.below(FUNCTION));
    } else if (path.startsWith(ASYNC)) {
      invocations.accept(exchange, exchange.below(ASYNC));
    } else {
      if (path.startsWith(SYSTEM) && !isAdmitted(exchange)) {
        return;
      }
      route(exchange, path);
    }
  }

  private boolean isAdmitted(Exchange exchange) throws IOException {
    if (auth.admits(exchange.http().getRequestHeaders().getFirst("Authorization"))) {
      return true;
    }
    exchange.http().getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"Restricted\"");
    exchange.text(401, "invalid credentials");
    return false;
  }

  private void route(Exchange exchange, String path) throws IOException, InterruptedException {
    Route route = exact.get(path);
    String name = "";
    if (route == null) {
      int slash = path.lastIndexOf('/');
      route = named.get(path.substring(0, slash + 1));
      name = path.substring(slash + 1);
    }
    if (route == null) {
      throw Refused.missing("there is nothing at this path");
    }
    Action action = route.actions().get(exchange.method());
    if (action == null) {
      String allowed = String.join(", ", new TreeSet<>(route.actions().keySet()));
      exchange.http().getResponseHeaders().set("Allow", allowed);
      throw new Refused(405, "allowed are " + allowed);
    }
    action.answer(exchange, name);
  }

  private static void refuse(Exchange exchange, Refused refused) throws IOException {
    if (exchange.http().getResponseCode() > 0) {
      throw new IOException("too late to refuse", refused);
    }
    if (refused.status() == 429 || refused.status() == 503) {
      exchange.http().getResponseHeaders().set("Retry-After", "1");
    }
    exchange.text(refused.status(), refused.sentence());
  }
}
