package dev.hachi.chaos;

import dev.hachi.chaos.history.History;
import dev.hachi.chaos.history.Outcome;
import dev.hachi.chaos.nemesis.Deployment;
import dev.hachi.chaos.nemesis.Fleet;
import dev.hachi.chaos.nemesis.Product;
import dev.hachi.chaos.report.Report;
import dev.hachi.chaos.workload.Client;
import dev.hachi.chaos.workload.Endpoints;
import dev.hachi.chaos.workload.Load;
import dev.hachi.chaos.workload.Request;
import dev.hachi.chaos.workload.Visitors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;

/**
 * One run with two functions in one cluster: each visit to visits tells counter, while replicas of
 * both are killed and replaced. At the end counter must have counted each visit once.
 */
final class MessagesTrial implements AutoCloseable {
  private static final String SENDER = "visits";
  private static final String RECEIVER = "counter";
  private static final int REPLICAS_EACH = 2;
  private static final Duration REQUEST_WITHIN = Duration.ofSeconds(20);

  /** The pause before a message is repeated is never longer. */
  private static final Duration ARRIVED_WITHIN = Duration.ofSeconds(40);

  private static final Duration READ_AGAIN = Duration.ofMillis(200);

  private final Product product = Product.find();
  private final Settings settings;
  private final Path folder;
  private final Fleet fleet;
  private final History history = new History();
  private final Client client = new Client(REQUEST_WITHIN);
  private final Endpoints senders = new Endpoints(client);
  private final SplittableRandom random;
  private long reads;

  private MessagesTrial(Settings settings) throws IOException {
    this.settings = settings;
    this.random = new SplittableRandom(settings.seed());
    this.folder =
        Files.createDirectories(
            product.root().resolve("chaos-tests/target/chaos/messages-" + settings.seed()));
    this.fleet = new Fleet(product, folder, 2 * REPLICAS_EACH);
  }

  static Report run(Settings settings) throws IOException, InterruptedException {
    System.out.printf("messages: %s%n", settings);
    try (var trial = new MessagesTrial(settings)) {
      return trial.run();
    }
  }

  private Report run() throws IOException, InterruptedException {
    for (var count = 0; count < REPLICAS_EACH; count++) {
      start(SENDER);
      start(RECEIVER);
    }
    fleet.awaitJoined();
    return report(violations(answeredVisits()));
  }

  private Map<String, Long> answeredVisits() throws IOException, InterruptedException {
    var rate = new Load.Rate(settings.rate(), settings.seed());
    var visitors = Visitors.start(client, senders, history, rate, settings.keys());
    try (visitors) {
      for (var time = 0; time < settings.times(); time++) {
        pause();
        kill(RECEIVER);
        pause();
        kill(SENDER);
        start(RECEIVER);
        start(SENDER);
        fleet.awaitJoined();
      }
      pause();
    }
    return visitors.answered();
  }

  private void start(String function) throws IOException {
    var replica = fleet.start(Deployment.ofSample(product, function));
    history.note("start of " + replica.name() + " of " + function);
    if (function.equals(SENDER)) {
      senders.add(replica.endpoint());
    }
  }

  private void kill(String function) throws InterruptedException {
    var there = fleet.alive(function);
    var victim = there.get(random.nextInt(there.size()));
    history.broke(victim.name(), "kill -9 of " + function);
    victim.kill();
    senders.remove(victim.endpoint());
  }

  private void pause() {
    LockSupport.parkNanos(Duration.ofSeconds(settings.pauseSeconds()).toNanos());
  }

  // ---- what it came to --------------------------------------------------------------------------

  private List<String> violations(Map<String, Long> answered) {
    var violations = new ArrayList<String>();
    if (answered.size() < settings.keys() / 2) {
      violations.add("most pages should have been visited, were " + answered.size());
    }
    var deadline = Instant.now().plus(ARRIVED_WITHIN);
    var counted = counted(answered.keySet().stream().toList());
    while (!counted.equals(answered) && Instant.now().isBefore(deadline)) {
      LockSupport.parkNanos(READ_AGAIN.toNanos());
      counted = counted(answered.keySet().stream().toList());
    }
    for (var page : answered.keySet()) {
      if (!answered.get(page).equals(counted.get(page))) {
        violations.add(
            "%s was visited %d times, counter says %s"
                .formatted(page, answered.get(page), counted.get(page)));
      }
    }
    return violations;
  }

  /** What visits is answered when it asks counter. */
  private Map<String, Long> counted(List<String> pages) {
    var asked = new TreeMap<String, CompletableFuture<Outcome>>();
    for (var page : pages) {
      var there = fleet.alive(SENDER);
      var endpoint = there.get(random.nextInt(there.size())).endpoint();
      asked.put(
          page,
          client.send(endpoint, page, new Request.Form("total", '"' + page + '"'), nextRead()));
    }
    var counted = new TreeMap<String, Long>();
    asked.forEach((page, answer) -> {
      if (answer.join() instanceof Outcome.Value(var value)) {
        counted.put(page, value);
      }
    });
    return counted;
  }

  /** An id used before would be answered what it was answered before. */
  private String nextRead() {
    return "total-" + reads++;
  }

  private Report report(List<String> violations) throws IOException {
    var report = Report.of(history, List.of(), List.copyOf(violations));
    System.out.print(report.text());
    var evidence = report.evidence(history);
    evidence.lines().limit(20).forEach(System.out::println);
    Files.writeString(folder.resolve("evidence.txt"), evidence);
    System.out.printf("  logs and evidence in %s%n", folder);
    return report;
  }

  @Override
  public void close() {
    senders.close();
    client.close();
    fleet.close();
  }
}
