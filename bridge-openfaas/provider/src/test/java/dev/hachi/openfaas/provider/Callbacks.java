package dev.hachi.openfaas.provider;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.hachi.openfaas.provider.rest.Door;
import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Where answers of asynchronous calls are told. */
record Callbacks(HttpServer server) implements AutoCloseable {
  /** One of them. */
  record Told(String id, String function, String status, String body) {}

  static Callbacks to(Consumer<Told> ear) throws IOException {
    ownServerFirst();
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var _ =
        server.createContext(
            "/",
            http -> {
              ear.accept(told(http));
              http.sendResponseHeaders(204, -1);
              http.close();
            });
    server.start();
    return new Callbacks(server);
  }

  /** The JDK's server reads its properties once for the whole process: let it see the product's. */
  private static void ownServerFirst() {
    try {
      var _ = MethodHandles.lookup().ensureInitialized(Door.class);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  private static Told told(HttpExchange http) throws IOException {
    var headers = http.getRequestHeaders();
    return new Told(
        headers.getFirst("X-Call-Id"),
        headers.getFirst("X-Function-Name"),
        headers.getFirst("X-Function-Status"),
        new String(http.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
