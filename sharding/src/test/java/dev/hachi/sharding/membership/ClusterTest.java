package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.guard.Certificates;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Real processes that form clusters, die, freeze and leave. */
@Execution(ExecutionMode.CONCURRENT)
final class ClusterTest {
  private static final Duration FORMED = Duration.ofSeconds(60);

  private final List<Replica> started = new ArrayList<>();
  private final List<Integer> adminPorts = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(Replica::close);
  }

  @Test
  void members_that_die_or_freeze_are_gone_from_all_views() throws Exception {
    var replicas = formed(3);
    // A fourth one, which is no contact point, joins them.
    var youngest = start();
    replicas.add(youngest);
    untilAllSee(replicas);
    kill(youngest, replicas);

    var oldest = oldest(replicas);
    freeze(
        replicas.stream().filter(replica -> !replica.equals(oldest)).toList().getFirst(), replicas);
    kill(oldest, replicas);
  }

  @Test
  void with_certificates_the_death_of_a_member_is_seen_as_soon(@TempDir Path folder)
      throws Exception {
    var files = Certificates.authority(folder).issue("ns");
    var credentials = files.cert().resolveSibling("").toString();
    adminPorts.addAll(List.of(FreePorts.next(), FreePorts.next()));
    for (var adminPort : adminPorts) {
      started.add(Replica.start("ns", FreePorts.next(), adminPort, join(), credentials));
    }
    untilAllSee(started);

    kill(started.getLast(), new ArrayList<>(started));
  }

  @Test
  void draining_and_leaving_are_known_to_all_and_a_restarted_contact_point_joins_again()
      throws Exception {
    var replicas = formed(3);
    var leaving = replicas.removeFirst();
    leaving.tell("drain");
    for (var replica : replicas) {
      replica.within(
          Duration.ofSeconds(2), () -> replica.draining().equals(List.of(leaving.self())));
      assertThat(replica.members()).contains(leaving.self());
    }
    // One that joins later learns of it as well.
    var late = start();
    late.within(FORMED, () -> late.draining().equals(List.of(leaving.self())));
    replicas.add(late);

    leaving.tell("leave");
    assertThat(leaving.exitCode(Duration.ofSeconds(12))).isZero();
    assertThat(leaving.said("LEFT").getFirst().rest()).isEqualTo("true");
    untilAllSee(replicas);
    assertThat(leaving.said("DOWNED")).isEmpty();

    var again = Replica.start("ns", FreePorts.next(), adminPorts.getFirst(), join());
    started.add(again);
    replicas.add(again);
    untilAllSee(replicas);
  }

  @Test
  void of_two_clusters_that_find_each_other_one_gives_way_and_joins_the_other() throws Exception {
    var admin = List.of(FreePorts.next(), FreePorts.next());
    // Of equal sizes the one with the lower address stays; addresses are compared as text.
    var cluster =
        Stream.of(FreePorts.next(), FreePorts.next())
            .sorted(Comparator.comparing(port -> "127.0.0.1:" + port))
            .toList();
    // The one that is to stay does not look for the other, which starts before it.
    adminPorts.addAll(admin);
    var gives = Replica.start("ns", cluster.getLast(), admin.getLast(), join());
    started.add(gives);
    gives.within(FORMED, () -> gives.members().equals(List.of(gives.self())));
    var stays =
        Replica.start(
            "ns", cluster.getFirst(), admin.getFirst(), "static:127.0.0.1:" + admin.getFirst());
    started.add(stays);
    assertThat(gives.exitCode(FORMED)).isEqualTo(4);
    assertThat(gives.said("GIVEWAY").getFirst().rest()).contains("is lost");

    var again = Replica.start("ns", cluster.getLast(), admin.getLast(), join());
    started.add(again);
    untilAllSee(List.of(stays, again));
  }

  /** {@code count} replicas, all of them contact points, that have become one cluster. */
  private List<Replica> formed(int count) throws IOException {
    for (var i = 0; i < count; i++) {
      adminPorts.add(FreePorts.next());
    }
    var replicas = new ArrayList<Replica>();
    for (var adminPort : adminPorts) {
      replicas.add(Replica.start("ns", FreePorts.next(), adminPort, join()));
    }
    started.addAll(replicas);
    untilAllSee(replicas);
    return replicas;
  }

  private Replica start() throws IOException {
    var replica = Replica.start("ns", FreePorts.next(), FreePorts.next(), join());
    started.add(replica);
    return replica;
  }

  private String join() {
    return adminPorts.stream()
        .map(port -> "127.0.0.1:" + port)
        .collect(Collectors.joining(",", "static:", ""));
  }

  private static void untilAllSee(List<Replica> replicas) {
    var names = replicas.stream().map(Replica::self).sorted().toList();
    for (var replica : replicas) {
      replica.within(FORMED, () -> replica.members().stream().sorted().toList().equals(names));
    }
  }

  /** The one that formed the cluster: it was the first to see itself alone in it. */
  private static Replica oldest(List<Replica> replicas) {
    return replicas.stream()
        .filter(replica ->
            replica.said("MEMBERS").getFirst().rest().startsWith("[" + replica.self() + "]"))
        .findFirst()
        .orElseThrow();
  }

  /** Kills it: the others know within a second; on a quiet machine within a tenth of one. */
  private static void kill(Replica victim, List<Replica> replicas) {
    var name = victim.self();
    replicas.remove(victim);
    var at = System.currentTimeMillis();
    victim.process().destroyForcibly();
    for (var replica : replicas) {
      replica.within(Duration.ofSeconds(5), () -> !replica.members().contains(name));
      var took = replica.lostAt(name, at) - at;
      System.out.printf("killed: gone after %d ms%n", took);
      assertThat(took).isLessThan(1_000);
    }
    untilAllSee(replicas);
  }

  /**
   * Freezes it: the others wait for it a while; when it wakes it finds itself removed, and ends.
   */
  private static void freeze(Replica frozen, List<Replica> replicas) throws Exception {
    replicas.remove(frozen);
    var at = System.currentTimeMillis();
    frozen.signal("STOP");
    for (var replica : replicas) {
      replica.within(Duration.ofSeconds(9), () -> !replica.members().contains(frozen.self()));
      System.out.printf("frozen: gone after %d ms%n", replica.lostAt(frozen.self(), at) - at);
    }
    var woken = System.currentTimeMillis();
    frozen.signal("CONT");
    assertThat(frozen.exitCode(Duration.ofSeconds(15))).isEqualTo(3);
    assertThat(frozen.said("DOWNED")).hasSize(1);
    System.out.printf("woken: ended after %d ms%n", System.currentTimeMillis() - woken);
    untilAllSee(replicas);
  }
}
