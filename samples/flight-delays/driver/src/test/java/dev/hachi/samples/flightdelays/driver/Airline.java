package dev.hachi.samples.flightdelays.driver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;

/** A server that answers the first requests of every id with the given statuses, then with 200. */
final class Airline implements AutoCloseable {
  private final HttpServer server;
  private final List<Integer> statuses;

  /** The bodies in the order in which they came. */
  final Queue<String> bodies = new ConcurrentLinkedQueue<>();

  /** For each id the path and body of every request, in order. */
  final Map<String, Queue<String>> requests = new ConcurrentHashMap<>();

  Airline(Integer... statuses) throws IOException {
    this.statuses = List.of(statuses);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var id = exchange.getRequestHeaders().getFirst("Idempotency-Key");
      bodies.add(body);
      var status = id == null ? 200 : next(id, exchange.getRequestURI().getPath() + " " + body);
      if (status == 0) {
        return; // closes the connection without an answer
      }
      var reply = "{\"flights\":2,\"mean\":9.5E-4,\"max\":7}".getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, reply.length);
      exchange.getResponseBody().write(reply);
    }
  }

  private int next(String id, String request) {
    var earlier = requests.computeIfAbsent(id, any -> new ConcurrentLinkedQueue<>());
    earlier.add(request);
    return earlier.size() > statuses.size() ? 200 : statuses.get(earlier.size() - 1);
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
