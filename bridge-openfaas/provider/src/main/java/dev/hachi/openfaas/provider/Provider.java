package dev.hachi.openfaas.provider;

import dev.hachi.openfaas.provider.async.Deliveries;
import dev.hachi.openfaas.provider.logs.LogFiles;
import dev.hachi.openfaas.provider.proxy.Caller;
import dev.hachi.openfaas.provider.replicas.Containers;
import dev.hachi.openfaas.provider.replicas.Fleet;
import dev.hachi.openfaas.provider.replicas.Images;
import dev.hachi.openfaas.provider.replicas.Launch;
import dev.hachi.openfaas.provider.replicas.Product;
import dev.hachi.openfaas.provider.replicas.SecretFiles;
import dev.hachi.openfaas.provider.replicas.Starter;
import dev.hachi.openfaas.provider.replicas.User;
import dev.hachi.openfaas.provider.rest.BasicAuth;
import dev.hachi.openfaas.provider.rest.Door;
import dev.hachi.openfaas.provider.store.Calls;
import dev.hachi.openfaas.provider.store.Database;
import dev.hachi.openfaas.provider.store.Functions;
import dev.hachi.openfaas.provider.store.Secrets;
import dev.hachi.openfaas.provider.store.Starts;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpClient;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;

/** A local OpenFaaS: the provider and what clients need of the gateway before it. */
public final class Provider implements AutoCloseable {
  private static final Duration CONNECT_MAX = Duration.ofSeconds(5);

  static {
    // Shorter than what a watchdog waits for a next request, so that none is sent to a closed end.
    System.setProperty("jdk.httpclient.keepalive.timeout", "5");
  }

  private final FileChannel lock;
  private final Database database;
  private final Fleet fleet;
  private final Deliveries deliveries;
  private final List<Door> doors = new ArrayList<>();

  /**
   * Starts it.
   *
   * @throws IOException when its data or its port is taken
   */
  public Provider(Settings settings) throws IOException {
    Path data = privately(settings.data());
    this.lock = locked(data);
    // First, as what fails here must not disturb replicas that run.
    doors.add(Door.at(new InetSocketAddress(settings.host(), settings.port())));
    if (settings.providerPort() != null) {
      doors.add(Door.at(new InetSocketAddress(settings.host(), settings.providerPort())));
    }
    this.database = Database.open(data.resolve("up.db"));
    HttpClient http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(CONNECT_MAX)
            .executor(Executors.newVirtualThreadPerTaskExecutor())
            .build();
    LogFiles logs = new LogFiles(data.resolve("logs"));
    this.fleet = fleet(settings, data, logs, http);
    Caller caller = new Caller(fleet, http, settings.timeout());
    Calls calls = new Calls(database);
    this.deliveries = new Deliveries(calls, caller, http);
    var house = new Door.House(BasicAuth.of(data), database, fleet, logs, caller, deliveries);
    for (Door door : doors) {
      door.open(house, door != doors.getFirst());
    }
  }

  private Fleet fleet(Settings settings, Path data, LogFiles logs, HttpClient http)
      throws IOException {
    User user = User.of(data);
    SecretFiles secrets = new SecretFiles(data.resolve("secrets"), new Secrets(database), user);
    Containers containers = new Containers(data.resolve("containers"), user);
    Starter starter =
        new Starter(
            new Product(settings.root()),
            containers,
            new Starts(database),
            secrets,
            logs,
            new Launch(System.getenv(), url(settings.host())));
    Images images = new Images(data.resolve("registry.json"), settings.folder(), containers);
    return new Fleet(new Functions(database), images, starter, http, settings.timeout());
  }

  /** Of the port for clients, as processes of this machine reach it. */
  private String url(InetAddress host) {
    InetAddress near = host.isAnyLocalAddress() ? InetAddress.getLoopbackAddress() : host;
    String name = near.getHostAddress();
    return "http://%s:%d".formatted(near instanceof Inet6Address ? "[" + name + "]" : name, port());
  }

  private static Path privately(Path folder) throws IOException {
    Path data = folder.toAbsolutePath();
    var owner = PosixFilePermissions.fromString("rwx------");
    if (data.getParent() != null) {
      Files.createDirectories(data.getParent());
    }
    if (!Files.isDirectory(data)) {
      Files.createDirectory(data, PosixFilePermissions.asFileAttribute(owner));
    }
    Files.setPosixFilePermissions(data, owner);
    return data;
  }

  /** Two would end each other's replicas. */
  private static FileChannel locked(Path data) throws IOException {
    FileChannel file =
        FileChannel.open(data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (file.tryLock() == null) {
      file.close();
      throw new IOException("another provider uses %s; name another folder".formatted(data));
    }
    return file;
  }

  /** The port for clients. */
  public int port() {
    return doors.getFirst().port();
  }

  /** The port for a gateway, or again the one for clients. */
  int gatewayPort() {
    return doors.getLast().port();
  }

  /** The functions. */
  public Fleet fleet() {
    return fleet;
  }

  /** Refuses further calls, lets all replicas drain, and ends. What is deployed stays so. */
  @Override
  public void close() throws IOException {
    deliveries.close();
    fleet.close();
    doors.forEach(Door::close);
    database.close();
    lock.close();
  }
}
