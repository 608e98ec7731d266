package dev.hachi.sharding;

import com.sun.net.httpserver.HttpServer;
import dev.hachi.function.Bytes;
import dev.hachi.function.Request;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.EntityView;
import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.runtime.Functions;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.Telemetry;
import dev.hachi.sharding.guard.TlsFiles;
import dev.hachi.sharding.membership.Contact;
import dev.hachi.sharding.membership.JoinSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;

/** A whole replica of {@link Relay} in this process, with ports of its own. */
final class LiveReplica implements AutoCloseable {
  static final int SHARDS = 24;
  private static final long PLENTY = 64L << 20;
  private static final Duration JOIN_MAX = Duration.ofSeconds(60);
  private static final Duration CALL_MAX = Duration.ofSeconds(20);

  final ClusterSurroundings cluster;
  private final HttpServer contactPoint;
  private final FunctionRuntime runtime;

  private LiveReplica(
      ClusterSurroundings cluster, HttpServer contactPoint, FunctionRuntime runtime) {
    this.cluster = cluster;
    this.contactPoint = contactPoint;
    this.runtime = runtime;
  }

  /** The first of a new cluster. */
  static LiveReplica first(long memoryMax) throws IOException {
    return first(memoryMax, null);
  }

  static LiveReplica first(long memoryMax, @Nullable TlsFiles tls) throws IOException {
    return alone(start(Relay.class, memoryMax, null, tls));
  }

  /** The first of a new cluster, of another function. */
  static LiveReplica first(Class<?> function) throws IOException {
    return alone(start(function, PLENTY, null, null));
  }

  private static LiveReplica alone(LiveReplica replica) {
    replica.awaitMembers(1);
    return replica;
  }

  /** One of another function, or of other code, that joins {@code other}. */
  static LiveReplica joining(LiveReplica other, Class<?> function) throws IOException {
    return start(function, PLENTY, other.contactPoint.getAddress(), null);
  }

  /** One that joins {@code other}; it may not have joined yet. */
  static LiveReplica joining(LiveReplica other, long memoryMax) throws IOException {
    return joining(other, memoryMax, null);
  }

  static LiveReplica joining(LiveReplica other, long memoryMax, @Nullable TlsFiles tls)
      throws IOException {
    return start(Relay.class, memoryMax, other.contactPoint.getAddress(), tls);
  }

  private static LiveReplica start(
      Class<?> function, long memoryMax, @Nullable InetSocketAddress other, @Nullable TlsFiles tls)
      throws IOException {
    var contactPoint = HttpServer.create(loopback(), 0);
    var point = other == null ? contactPoint.getAddress() : other;
    var options =
        new ClusterOptions(
            "ns",
            new JoinSource.Static(List.of("127.0.0.1:" + point.getPort())),
            "127.0.0.1",
            0,
            tls,
            SHARDS,
            2,
            memoryMax,
            ClusterOptions.ALL_LETTERS,
            reason -> {});
    var cluster = new ClusterSurroundings(options, Clock.systemUTC(), ClusterTelemetry.NONE);
    serve(contactPoint, cluster);
    var runtime =
        FunctionRuntime.start(
            new Functions(null, function, List.of()),
            Limits.DEFAULT,
            cluster,
            Clock.systemUTC(),
            Telemetry.NONE);
    return new LiveReplica(cluster, contactPoint, runtime);
  }

  private static InetSocketAddress loopback() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static void serve(HttpServer contactPoint, ClusterSurroundings cluster) {
    contactPoint.createContext(
        Contact.PATH,
        exchange -> {
          var page = cluster.contact().map(Contact::json).orElse("");
          var body = page.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(page.isEmpty() ? 503 : 200, body.length);
          try (var out = exchange.getResponseBody()) {
            out.write(body);
          }
        });
    contactPoint.start();
  }

  void awaitMembers(int count) {
    within(JOIN_MAX, () -> cluster.members().functions().size() == count);
  }

  /** All shards run where they belong, as this replica sees it. */
  void awaitShards() {
    within(JOIN_MAX, () -> !owned().isEmpty() && open().equals(owned()));
  }

  /** The shards that are to run here. */
  List<Integer> owned() {
    var layout = Layout.of(cluster.members());
    var self = cluster.self().orElseThrow();
    return status().stream()
        .map(ShardStatus::shard)
        .filter(number -> layout.copiesOf(runtime.function(), number).indexOf(self) == 0)
        .sorted()
        .toList();
  }

  /** The shards that run here. */
  List<Integer> open() {
    return status().stream().filter(ShardStatus::open).map(ShardStatus::shard).sorted().toList();
  }

  long weight() {
    return status().stream().mapToLong(ShardStatus::bytes).sum();
  }

  private List<ShardStatus> status() {
    return cluster.shardStatus().toCompletableFuture().join();
  }

  /** Begins a call. */
  CompletableFuture<Outcome> call(String key, String handler, String json) {
    var invocation =
        new Invocation(
            UUID.randomUUID().toString(),
            new Origin.Outside(false),
            new Address("ns", runtime.function(), key),
            handler,
            new Request("application/json", List.of(), Bytes.utf8(json)),
            Instant.now().plus(CALL_MAX));
    return runtime
        .router()
        .invoke(invocation)
        .toCompletableFuture()
        .orTimeout(2 * CALL_MAX.toSeconds(), TimeUnit.SECONDS);
  }

  /** What this replica has stored of an entity; empty when another one owns it. */
  Optional<EntityView> look(String key) {
    return runtime.look(new Address("ns", runtime.function(), key)).toCompletableFuture().join();
  }

  /** What the handler replied. */
  String reply(String key, String handler, String json) {
    return text(call(key, handler, json).join());
  }

  static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Replied(var reply) -> new String(reply.body().toArray(), StandardCharsets.UTF_8);
      case Outcome.Failed failed -> throw new AssertionError(failed);
    };
  }

  static void within(Duration max, Callable<Boolean> condition) {
    Awaitility.await().atMost(max).pollInterval(Duration.ofMillis(20)).until(condition);
  }

  @Override
  public void close() {
    contactPoint.stop(0);
    runtime.close();
  }
}
