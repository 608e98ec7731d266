package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import dev.hachi.benchmarks.load.Probe;
import dev.hachi.chaos.nemesis.Fleet;
import dev.hachi.chaos.nemesis.Replica;
import dev.hachi.chaos.scale.Processes;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;

/** Replicas of a function that serve. */
final class Running implements AutoCloseable {
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);
  private static final Duration END_WITHIN = Duration.ofSeconds(30);
  private static final Duration SETTLED_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final Pattern DUE = Pattern.compile("(?m)^hachi_outbox_age_seconds (\\S+)$");
  private static final Pattern LIVE = Pattern.compile("(?m)^hachi_entities_live\\{.*} (\\S+)$");
  private static final byte[] READY =
      "GET /_/ready HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Fleet fleet;

  Running(Fleet fleet) {
    this.fleet = fleet;
  }

  static InetSocketAddress server(Replica replica) {
    return new InetSocketAddress(replica.endpoint().host(), replica.endpoint().port());
  }

  /** Until they take requests. */
  void awaitReady() {
    fleet.alive().forEach(replica -> Probe.await(server(replica), READY, READY_WITHIN));
  }

  /** These, asked by one kind of call. */
  Contestant contestant(Call call) {
    var servers = fleet.alive().stream().map(Running::server).toList();
    return new Contestant("Hachi", servers, call, this::cpu);
  }

  /** The time that all processors spent on them. */
  Duration cpu() {
    return fleet.alive().stream().map(Processes::cpu).reduce(Duration.ZERO, Duration::plus);
  }

  /** Of the only one. */
  long pid() {
    return fleet.alive().getFirst().pid();
  }

  /** Until an add is answered, by the only one. */
  void awaitFirstAdd() {
    var server = server(fleet.alive().getFirst());
    Probe.await(server, Call.handler("add", "1").request(0), READY_WITHIN);
  }

  /** Tells all of them to end, with the processes that they started, and waits until they did. */
  void end() throws InterruptedException {
    for (var replica : fleet.alive()) {
      replica.terminate();
      var _ = replica.awaitExit(END_WITHIN);
    }
  }

  /** Until no message and no timer is due, and how long that took. */
  Duration awaitNothingDue() throws IOException, InterruptedException {
    var begin = System.nanoTime();
    while (isDue()) {
      if (System.nanoTime() - begin > SETTLED_WITHIN.toNanos()) {
        throw new IllegalStateException(
            "messages or timers are still due %s after the load".formatted(SETTLED_WITHIN));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /** Until the only one has at most so many live entities. */
  void awaitLive(int most) throws IOException, InterruptedException {
    var begin = System.nanoTime();
    for (var live = live(); live > most; live = live()) {
      if (System.nanoTime() - begin > SETTLED_WITHIN.toNanos()) {
        throw new IllegalStateException(
            "%.0f entities are live %s after the load, instead of %d"
                .formatted(live, SETTLED_WITHIN, most));
      }
      LockSupport.parkNanos(LOOK_EVERY.toNanos());
    }
  }

  private double live() throws IOException, InterruptedException {
    var live = LIVE.matcher(fleet.alive().getFirst().metrics());
    return live.find() ? Double.parseDouble(live.group(1)) : Double.MAX_VALUE;
  }

  /** As long as a replica is too busy to tell, it has something to do. */
  private boolean isDue() throws IOException, InterruptedException {
    try {
      return tellsDue();
    } catch (HttpTimeoutException _) {
      return true;
    }
  }

  private boolean tellsDue() throws IOException, InterruptedException {
    for (var replica : fleet.alive()) {
      var age = DUE.matcher(replica.metrics());
      if (!age.find()) {
        throw new IllegalStateException(replica.name() + " tells no hachi_outbox_age_seconds");
      }
      if (Double.parseDouble(age.group(1)) > 0) {
        return true;
      }
    }
    return false;
  }

  @Override
  public void close() {
    fleet.close();
  }
}
