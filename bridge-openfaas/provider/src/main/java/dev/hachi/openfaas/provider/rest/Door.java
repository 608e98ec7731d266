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
import java.net.BindException;
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
    // Bytes of a body that was refused: who still sends when the connection ends reads no answer.
    System.setProperty("sun.net.httpserver.drainAmount", "" + (64 * 1024 * 1024));
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

  /** Takes the port; who comes waits until it is opened. */
  public static Door at(InetSocketAddress address) throws IOException {
    try {
      return new Door(HttpServer.create(address, BACKLOG));
    } catch (BindException e) {
      throw new IOException(
          "port %d is taken (%s); choose another".formatted(address.getPort(), e.getMessage()), e);
    }
  }

  /**
   * Opens it.
   *
   * @param behindGateway whether a gateway will ask here
   */
  public void open(House house, boolean behindGateway) {
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    var _ = server.createContext("/", api(house, behindGateway));
    server.start();
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

  /** Who still waits for an answer, and is refused by now, hears so. */
  @Override
  public void close() {
    server.stop(1);
  }
}
