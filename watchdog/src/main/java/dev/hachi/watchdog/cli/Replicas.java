package dev.hachi.watchdog.cli;

import dev.hachi.watchdog.config.ConfigException;
import dev.hachi.watchdog.config.WatchdogConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Several replicas of one function on this machine. What ends is not started again; all end with
 * this process.
 */
final class Replicas {
  private static final String STATIC = "static:";
  private static final Duration JOIN_MAX = Duration.ofMinutes(2);
  private static final Duration DRAIN_MAX = Duration.ofSeconds(30);
  private static final long ASK_EVERY_MILLIS = 200;
  private static final double NANOS_PER_SECOND = 1e9;

  private final Map<String, String> settings;
  private final @Nullable String folder;
  private final boolean echo;
  private final String host;
  private final List<ReplicaPorts> ports;
  private final GroupFile groupFile = GroupFile.ofThisUser();
  private final AdminClient client = new AdminClient();
  private final Progress progress = new Progress();
  private final List<Replica> started = new CopyOnWriteArrayList<>();
  private final CountDownLatch running;
  private boolean stopping;
  private volatile int exitCode;

  /**
   * None of them runs yet.
   *
   * @param settings of a single one, checked
   * @param folder the name of the function's folder; null for a jar
   * @param echo whether their logs go to stderr as well
   */
  Replicas(int count, Map<String, String> settings, @Nullable String folder, boolean echo) {
    this.settings = settings;
    this.folder = folder;
    this.echo = echo;
    this.host = ReplicaPorts.host(settings.get("hachi_listen"));
    check(settings);
    this.ports = ReplicaPorts.plan(count, settings);
    this.running = new CountDownLatch(count);
  }

  /** Before anything starts; each replica says the same otherwise. */
  private static void check(Map<String, String> settings) {
    Map<String, String> joining = new HashMap<>(settings);
    joining.merge(
        "hachi_join", "static:127.0.0.1:1", (set, own) -> set.startsWith(STATIC) ? set : own);
    try {
      WatchdogConfig.of(joining);
    } catch (ConfigException e) {
      throw new Failure(String.join("; ", e.problems()), e);
    }
  }

  /**
   * Starts them, shows where they are, and returns never: it ends with the process, or the last.
   */
  void run() {
    Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "stop"));
    try {
      startAll();
      groupFile.write(ports.stream().map(p -> p.metricsUrl(host)).toList());
      if (awaitJoined()) {
        System.out.print(table());
        System.out.flush();
      }
      running.await();
      throw new Failure("all replicas have ended");
    } catch (InterruptedException e) {
      exitCode = 1;
      throw new Failure("interrupted", e);
    } catch (Failure e) {
      exitCode = 1;
      throw e;
    }
  }

  // ---- start ------------------------------------------------------------------------------------

  private void startAll() {
    Path logs = logFolder();
    progress.begin("starting %d replicas".formatted(ports.size()));
    for (int number = 1; number <= ports.size(); number++) {
      ReplicaLog log = new ReplicaLog(logs.resolve("replica-" + number + ".log"), number, echo);
      start(number, log);
    }
  }

  private synchronized void start(int number, ReplicaLog log) {
    if (!stopping) {
      ReplicaPorts own = ports.get(number - 1);
      Replica replica = Replica.start(number, own, variables(own), folder, log);
      started.add(replica);
      var _ = replica.end().thenAccept(this::ended);
    }
  }

  /** A folder of the ports, so that two groups of replicas do not write to the same files. */
  private Path logFolder() {
    Path logs = groupFile.folder().resolve("logs").resolve("" + ports.getFirst().port());
    try {
      return Files.createDirectories(logs);
    } catch (IOException e) {
      throw new Failure("the replicas' logs cannot be written to " + logs + ": " + e, e);
    }
  }

  private Map<String, String> variables(ReplicaPorts own) {
    Map<String, String> variables = new HashMap<>(settings);
    variables.put("port", "" + own.port());
    variables.put("metrics_port", "" + own.metricsPort());
    variables.put("hachi_cluster_port", "" + own.clusterPort());
    variables.put("hachi_bind", host);
    variables.put("hachi_join", join());
    // They would share one lock file.
    variables.putIfAbsent("suppress_lock", "true");
    return variables;
  }

  /** They find each other, and those of other functions that the settings name. */
  private String join() {
    Stream<String> own = ports.stream().map(p -> p.contactPoint(host));
    String named = settings.getOrDefault("hachi_join", "");
    Stream<String> others =
        named.startsWith(STATIC) ? Stream.of(named.substring(STATIC.length())) : Stream.empty();
    return Stream.concat(own, others).collect(Collectors.joining(",", STATIC, ""));
  }

  /** Returns whether there is something to show. */
  private boolean awaitJoined() throws InterruptedException {
    long start = System.nanoTime();
    while (running.getCount() > 0) {
      List<Replica> alive = started.stream().filter(Replica::isAlive).toList();
      long joined = alive.stream().filter(replica -> hasJoined(replica, alive.size())).count();
      double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
      String state =
          String.format(
              Locale.ROOT,
              "%d of %d replicas are ready after %.1f s",
              joined,
              ports.size(),
              seconds);
      if (joined == alive.size() && joined > 0) {
        progress.end(state);
        return true;
      }
      if (seconds > JOIN_MAX.toSeconds()) {
        progress.end(state + "; the logs tell why not all, and this goes on as it is");
        return true;
      }
      progress.show(state);
      var _ = running.await(ASK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    }
    return false;
  }

  /** There may be replicas of other functions, too. */
  private boolean hasJoined(Replica replica, int members) {
    return client.members(replica.ports().metricsUrl(host)) >= members
        && client.isReady(replica.ports().url(host));
  }

  private String table() {
    Table table = new Table("REPLICA", "PID", "URL", "METRICS URL", "CLUSTER PORT", "LOG");
    for (Replica replica : started) {
      ReplicaPorts own = replica.ports();
      table.row(
          replica.number(),
          replica.pid(),
          own.url(host),
          own.metricsUrl(host),
          own.clusterPort(),
          replica.log().file().toString());
    }
    return table.text();
  }

  // ---- end --------------------------------------------------------------------------------------

  private synchronized void ended(Replica replica) {
    if (!stopping) {
      progress.interrupt();
      Hachi.say(
          "replica %d (pid %d) ended with exit code %d; the end of %s:%n%s"
              .formatted(
                  replica.number(),
                  replica.pid(),
                  replica.process().exitValue(),
                  replica.log().file(),
                  replica.log().lastLines().stream()
                      .map("  "::concat)
                      .collect(Collectors.joining(System.lineSeparator()))));
      running.countDown();
    }
  }

  /** As the process ends: lets all drain at the same time, and kills what takes too long. */
  private void stop() {
    synchronized (this) {
      stopping = true;
    }
    List<Replica> alive = started.stream().filter(Replica::isAlive).toList();
    if (!alive.isEmpty()) {
      progress.interrupt();
      Hachi.say("stopping %d replicas".formatted(alive.size()));
    }
    long end = System.nanoTime() + DRAIN_MAX.toNanos();
    alive.forEach(Replica::terminate);
    for (Replica replica : alive) {
      if (replica.killUnlessEnded(end - System.nanoTime())) {
        Hachi.say(
            "replica %d (pid %d) did not end within %d s and was killed"
                .formatted(replica.number(), replica.pid(), DRAIN_MAX.toSeconds()));
      }
    }
    groupFile.remove();
    System.err.flush();
    // After SIGTERM the JVM would report 143.
    Runtime.getRuntime().halt(exitCode);
  }
}
