package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.Say;
import dev.hachi.openfaas.provider.store.Starts.Start;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Starts and drains replicas until those run that are wanted, and looks after each. */
final class Keeper {
  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);
  private static final Duration STARTING = Duration.ofMillis(100);

  /** As many as a replica may be told of. */
  private static final int CONTACT_POINTS_MAX = 64;

  private static final int ID_LENGTH = 12;

  private final Fleet fleet;
  private final Starter starter;
  private final Probe probe;
  private final Ending ending;
  private final Thread thread = Thread.ofVirtual().name("keeper").unstarted(this::keep);

  Keeper(Fleet fleet, Starter starter, Probe probe, Ending ending) {
    this.fleet = fleet;
    this.starter = starter;
    this.probe = probe;
    this.ending = ending;
  }

  void begin() throws IOException {
    for (Replica replica : starter.found()) {
      Entry entry = fleet.entries.get(replica.start().function());
      if (entry == null) {
        starter.starts().remove(replica.id());
        Thread.ofVirtual().name("drain-" + replica.id()).start(() -> end(replica));
      } else {
        entry.adopt(replica);
        watch(entry, replica);
      }
    }
    thread.start();
  }

  /** Of a function that is gone. */
  private void end(Replica replica) {
    ending.now(replica);
    replica.clear();
  }

  // ---- what is wanted ---------------------------------------------------------------------------

  private void keep() {
    fleet.lock.lock();
    try {
      while (!fleet.closing) {
        for (Entry entry : List.copyOf(fleet.entries.values())) {
          step(entry);
        }
        // Time alone may be what a start waits for.
        var _ = fleet.changed.await(LOOK_AGAIN.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      fleet.lock.unlock();
    }
  }

  private void step(Entry entry) {
    int starts = 0;
    for (Plan.Step step : entry.steps()) {
      switch (step) {
        case Plan.Start() -> starts++;
        case Plan.Drain(var number) -> drain(entry, number);
      }
    }
    if (starts > 0 && entry.mayStart() && mayJoin(entry)) {
      start(entry, starts);
    }
    if (entry.removed && entry.replicas.isEmpty()) {
      forget(entry);
    }
  }

  private void forget(Entry entry) {
    var id = entry.stored.deployment().id();
    fleet.entries.remove(id);
    try {
      starter.secrets().remove(id);
      starter.logs().remove(id);
    } catch (IOException | RuntimeException e) {
      Say.line("files of %s are left: %s".formatted(id, e));
    }
  }

  // ---- start ------------------------------------------------------------------------------------

  /** Replicas that do not know of each other would form two clusters. */
  private boolean mayJoin(Entry entry) {
    List<Replica> others = cluster(entry);
    if (others.isEmpty() || others.stream().anyMatch(Replica::isReady)) {
      entry.waitsNoMore();
      return true;
    }
    if (entry.waits()) {
      Say.line(
          "a start of %s waits until one of its cluster is ready: %s"
              .formatted(
                  entry.stored.deployment().id(),
                  String.join(", ", others.stream().map(Replica::id).toList())));
    }
    return false;
  }

  /** The replicas that those of {@code entry} are in one cluster with. */
  private List<Replica> cluster(Entry entry) {
    String group = Traits.group(entry.stored.deployment());
    return fleet.entries.values().stream()
        .filter(other -> entry.traits.stateful() && other.traits.stateful())
        .filter(other -> !other.traits.durable())
        .filter(other -> Traits.group(other.stored.deployment()).equals(group))
        .flatMap(other -> other.replicas.stream())
        .filter(replica -> !replica.isDraining())
        .toList();
  }

  private void start(Entry entry, int count) {
    try {
      List<Start> starts = planned(entry, count);
      List<Integer> join = new ArrayList<>();
      starts.forEach(start -> join.add(new Ports(start.port()).metrics()));
      cluster(entry).forEach(r -> join.add(new Ports(r.start().port()).metrics()));
      List<Integer> points = join.subList(0, Math.min(join.size(), CONTACT_POINTS_MAX));
      for (Start start : starts) {
        Replica replica = starter.start(start, entry.stored.deployment(), entry.image, points);
        entry.adopt(replica);
        watch(entry, replica);
      }
    } catch (IOException | RuntimeException e) {
      String id = entry.stored.deployment().id().toString();
      Duration pause = entry.failed();
      Say.line(
          "a replica of %s cannot be started: %s; the next attempt is in %d ms"
              .formatted(id, e.getMessage(), pause.toMillis()));
    }
  }

  private List<Start> planned(Entry entry, int count) throws IOException {
    Set<Integer> taken = new HashSet<>();
    fleet.entries.values().forEach(e -> e.replicas.forEach(r -> taken.add(r.start().port())));
    List<Start> starts = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Ports ports = Ports.free(taken);
      taken.add(ports.http());
      var function = entry.stored.deployment().id();
      String id = UUID.randomUUID().toString().replace("-", "").substring(0, ID_LENGTH);
      starts.add(
          new Start(
              function.name() + "-" + id,
              function,
              entry.stored.generation(),
              entry.nextNumber(),
              ports.http()));
    }
    return starts;
  }

  // ---- watch ------------------------------------------------------------------------------------

  private void watch(Entry entry, Replica replica) {
    Thread.ofVirtual()
        .name("watch-" + replica.id())
        .start(() -> {
          try {
            while (!look(entry, replica)) {
              trimLog(replica);
              if (replica.isHopeless()) {
                giveUp(replica);
              }
            }
            ended(entry, replica);
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
  }

  /** Returns whether it has ended. */
  private boolean look(Entry entry, Replica replica) throws InterruptedException {
    boolean ready = probe.isReady(replica);
    if (replica.setReady(ready)) {
      fleet.lock.lock();
      try {
        if (ready) {
          entry.recovered();
        }
        fleet.changed.signalAll();
      } finally {
        fleet.lock.unlock();
      }
    }
    return replica.awaitEnd(ready ? LOOK_AGAIN : STARTING);
  }

  /** Others of its cluster would wait for it. */
  private void giveUp(Replica replica) {
    Say.line(
        "replica %s was not ready within %d s and is ended; its log tells why"
            .formatted(replica.id(), Replica.UNREADY_MAX.toSeconds()));
    ending.now(replica);
  }

  private void trimLog(Replica replica) {
    try {
      starter.logs().trim(replica.start().function(), replica.id());
    } catch (IOException e) {
      Say.line("the log of %s cannot be trimmed: %s".formatted(replica.id(), e));
    }
  }

  private void ended(Entry entry, Replica replica) {
    fleet.lock.lock();
    try {
      entry.replicas.remove(replica);
      if (!fleet.closing) {
        forget(replica);
      }
      if (!replica.isDraining()) {
        Duration pause = entry.failed();
        Say.line(
            "replica %s has ended; its log tells why, and another one starts in %d ms"
                .formatted(replica.id(), pause.toMillis()));
      }
      fleet.changed.signalAll();
    } finally {
      fleet.lock.unlock();
    }
  }

  /** What stays does no harm: the next start finds no process for it. */
  private void forget(Replica replica) {
    try {
      starter.forget(replica);
    } catch (RuntimeException e) {
      Say.line("replica %s has ended but is still on the list: %s".formatted(replica.id(), e));
    }
  }

  // ---- end --------------------------------------------------------------------------------------

  private void drain(Entry entry, long number) {
    entry.replicas.stream()
        .filter(replica -> replica.start().number() == number)
        .forEach(replica -> {
          replica.stopCalls();
          Thread.ofVirtual().name("drain-" + replica.id()).start(() -> ending.afterCalls(replica));
        });
  }

  /** No call waits for another replica, so all end at once. */
  void close() {
    List<Replica> all = new ArrayList<>();
    fleet.lock.lock();
    try {
      fleet.closing = true;
      fleet.entries.values().forEach(entry -> all.addAll(entry.replicas));
      all.forEach(Replica::stopCalls);
      fleet.changed.signalAll();
    } finally {
      fleet.lock.unlock();
    }
    List<Thread> ends = new ArrayList<>();
    for (Replica replica : all) {
      ends.add(Thread.ofVirtual().start(() -> ending.now(replica)));
    }
    try {
      for (Thread end : ends) {
        end.join();
      }
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    all.forEach(this::forget);
  }
}
