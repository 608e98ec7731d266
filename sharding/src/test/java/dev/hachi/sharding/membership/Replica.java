package dev.hachi.sharding.membership;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** A {@link ReplicaMain} of its own, seen through what it prints; closing kills it. Thread-safe. */
final class Replica implements AutoCloseable {
  private static final Pattern LINE =
      Pattern.compile("(\\d+) (SELF|MEMBERS|DOWNED|GIVEWAY|LEFT) (.*)");
  private static final Pattern MEMBERS = Pattern.compile("\\[(.*)] draining \\[(.*)] functions .*");

  /** One line that it printed of its own. */
  record Said(long millis, String kind, String rest) {}

  private final Process process;
  private final List<String> log = new ArrayList<>();
  private final List<Said> said = new ArrayList<>();

  private Replica(Process process) {
    this.process = process;
    Thread.ofVirtual().start(() -> process.inputReader().lines().forEach(this::read));
  }

  static Replica start(
      String namespace, int clusterPort, int adminPort, String join, String... credentials)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                ReplicaMain.class.getName(),
                namespace,
                Integer.toString(clusterPort),
                Integer.toString(adminPort),
                join,
                "counter"));
    command.addAll(List.of(credentials));
    return new Replica(new ProcessBuilder(command).redirectErrorStream(true).start());
  }

  private synchronized void read(String line) {
    log.add(line);
    var matcher = LINE.matcher(line);
    if (matcher.matches()) {
      said.add(new Said(Long.parseLong(matcher.group(1)), matcher.group(2), matcher.group(3)));
    }
  }

  synchronized List<Said> said(String kind) {
    return said.stream().filter(line -> line.kind().equals(kind)).toList();
  }

  /** Its own name as a member. */
  String self() {
    within(Duration.ofSeconds(60), () -> !said("SELF").isEmpty());
    return said("SELF").getFirst().rest();
  }

  /** The members as it was told last. */
  List<String> members() {
    return part(1);
  }

  List<String> draining() {
    return part(2);
  }

  private List<String> part(int group) {
    var views = said("MEMBERS");
    if (views.isEmpty()) {
      return List.of();
    }
    var names = matched(views.getLast()).group(group);
    return names.isEmpty() ? List.of() : List.of(names.split(", "));
  }

  /** When it was first told of members without {@code name} after {@code since}. */
  long lostAt(String name, long since) {
    return said("MEMBERS").stream()
        .filter(view -> view.millis() >= since)
        .filter(view -> !List.of(matched(view).group(1).split(", ")).contains(name))
        .mapToLong(Said::millis)
        .findFirst()
        .orElseThrow();
  }

  private static Matcher matched(Said view) {
    var matcher = MEMBERS.matcher(view.rest());
    if (!matcher.matches()) {
      throw new AssertionError(view.rest());
    }
    return matcher;
  }

  /** Waits until {@code condition} holds; what it printed is in the error when it never does. */
  void within(Duration max, java.util.concurrent.Callable<Boolean> condition) {
    try {
      Awaitility.await().atMost(max).pollInterval(Duration.ofMillis(10)).until(condition);
    } catch (ConditionTimeoutException e) {
      synchronized (this) {
        throw new AssertionError("not within " + max + ":\n" + String.join("\n", log), e);
      }
    }
  }

  void tell(String command) throws IOException {
    Writer out = process.outputWriter();
    out.write(command + "\n");
    out.flush();
  }

  /** Sends it a signal, such as STOP. */
  void signal(String name) throws IOException, InterruptedException {
    var kill = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start();
    if (kill.waitFor() != 0) {
      throw new AssertionError("kill -" + name + " failed");
    }
  }

  Process process() {
    return process;
  }

  /** How it ended. */
  int exitCode(Duration max) throws InterruptedException {
    if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new AssertionError("it did not end within " + max);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
