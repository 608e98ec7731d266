package dev.hachi.openfaas.provider.rest;

import com.sun.net.httpserver.HttpServer;
import dev.hachi.openfaas.provider.async.Deliveries;
import dev.hachi.openfaas.provider.logs.LogFiles;
import dev.hachi.openfaas.provider.proxy.Caller;
import dev.hachi.openfaas.provider.replicas.Fleet;
import dev.hachi.openfaas.provider.store.Database;
import dev.hachi.openfaas.provider.store.Namespaces;
import dev.hachi.openfaas.provider.store.Secrets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.Executors;

/** One open port with all routes. */
public final class Door implements AutoCloseable {
  private static final int BACKLOG = 512;

  static {
    // What the JDK's server reads once, when it is first used.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    System.setProperty("sun.net.httpserver.maxReqTime", "300"); // seconds for a whole request
    System.setProperty("sun.net.httpserver.maxIdleConnections", "1000");
    System.setProperty("jdk.httpserver.maxConnections", "4000");
    System.setProperty("jdk.http.maxHeaderSize", "1048576");
  }

  private final HttpServer server;

  /**
   * What answers at the doors.
   *
   * @param auth the password of {@code /system/}
   */
  public record House(
      BasicAuth auth,
      Database database,
      Fleet fleet,
      LogFiles logs,
      Caller caller,
      Deliveries deliveries) {}

  private Door(HttpServer server) {
    this.server = server;
  }

  /**
   * Opens it.
   *
   * @param behindGateway whether a gateway will ask here
   */
  public static Door open(InetSocketAddress address, House house, boolean behindGateway)
      throws IOException {
    HttpServer server = HttpServer.create(address, BACKLOG);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var _ = server.createContext("/", api(house, behindGateway));
    server.start();
    return new Door(server);
  }

  private static Api api(House house, boolean behindGateway) {
    Fleet fleet = house.fleet();
    Api api = new Api(house.auth(), new Invocations(fleet, house.caller(), house.deliveries()));
    Secrets secrets = new Secrets(house.database());
    var namespaces = new NamespaceRoutes(new Namespaces(house.database()), secrets, fleet);
    namespaces.addTo(api);
    new FunctionRoutes(fleet, namespaces).addTo(api);
    new SecretRoutes(secrets, fleet, namespaces).addTo(api);
    new SystemRoutes(fleet, house.logs(), behindGateway).addTo(api);
    return api;
  }

  /** Where it is. */
  public int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
