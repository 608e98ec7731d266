package dev.hachi.benchmarks.load;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server that answers each request with 500. */
final class Refusing implements AutoCloseable {
  private final HttpServer server;

  Refusing() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(500, 2);
          exchange.getResponseBody().write(new byte[] {'n', 'o'});
          exchange.close();
        });
    server.start();
  }

  InetSocketAddress server() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
