package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.Say;
import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.FunctionStatus;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.store.Functions;
import dev.hachi.openfaas.provider.store.Functions.Stored;
import java.io.IOException;
import java.net.http.HttpClient;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * All functions and their replicas: what clients want of them, and the calls that they get.
 * Thread-safe. The {@link Keeper} does what is wanted.
 */
public final class Fleet implements AutoCloseable {
  private static final int UNAVAILABLE = 503;

  final ReentrantLock lock = new ReentrantLock();
  final Condition changed = lock.newCondition();
  final Map<FunctionId, Entry> entries = new TreeMap<>(Comparator.comparing(FunctionId::toString));

  /** Replicas end, and none starts; guarded by the lock. */
  boolean closing;

  private final Functions store;
  private final Checks checks;
  private final SecretFiles secrets;
  private final Keeper keeper;

  /** Goes on with what is stored, and with the replicas that run. */
  public Fleet(Functions store, Images images, Starter starter, HttpClient http, Duration drainMax)
      throws IOException {
    this.store = store;
    this.secrets = starter.secrets();
    this.checks = new Checks(images, secrets);
    this.keeper = new Keeper(this, starter, new Probe(http), new Ending(drainMax));
    for (Stored stored : store.all()) {
      entries.put(stored.deployment().id(), new Entry(stored, images.read(stored.image())));
    }
    keeper.begin();
  }

  // ---- what clients want ------------------------------------------------------------------------

  /** A new function. */
  public void deploy(Deployment deployment) {
    Images.Image image = checks.imageOf(deployment);
    lock.lock();
    try {
      requireOpen();
      Entry there = entries.get(deployment.id());
      if (there != null && !there.removed) {
        throw Refused.conflict(
            "%s is deployed already; PUT replaces it".formatted(deployment.id()));
      }
      long generation = there == null ? 1 : there.stored.generation() + 1;
      put(
          there,
          new Stored(deployment, Images.text(image), Instant.now(), generation, deployment.min()),
          image);
    } finally {
      lock.unlock();
    }
  }

  /** Another version of a function: its replicas are replaced one after another. */
  public void update(Deployment deployment) {
    Images.Image image = checks.imageOf(deployment);
    lock.lock();
    try {
      requireOpen();
      Entry there = present(deployment.id());
      Traits traits = Traits.of(deployment, image);
      int wanted = Math.max(there.stored.replicas(), deployment.min());
      Stored next =
          new Stored(
              deployment,
              Images.text(image),
              there.stored.createdAt(),
              there.stored.generation() + 1,
              traits.alone() ? Math.min(wanted, 1) : wanted);
      put(there, next, image);
    } finally {
      lock.unlock();
    }
  }

  private void requireOpen() {
    if (closing) {
      throw new Refused(UNAVAILABLE, "this provider stops; repeat the call");
    }
  }

  private void put(@Nullable Entry there, Stored next, Images.Image image) {
    store.put(next);
    if (there == null) {
      entries.put(next.deployment().id(), new Entry(next, image));
    } else {
      there.redeploy(next, image);
    }
    changed.signalAll();
  }

  /** Ends it; its replicas finish what runs. */
  public void remove(FunctionId id) {
    lock.lock();
    try {
      Entry entry = present(id);
      store.remove(id);
      entry.removed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns what that means for its state, as a sentence; empty when it means nothing. */
  public String scale(FunctionId id, int replicas) {
    lock.lock();
    try {
      Entry entry = present(id);
      entry.traits.require(replicas);
      scale(entry, replicas);
      boolean forgets = replicas == 0 && entry.traits.stateful() && !entry.traits.durable();
      String sentence =
          "%s has no replicas now: its state was in their memory, so it is gone".formatted(id);
      if (forgets) {
        Say.line(sentence);
      }
      return forgets ? sentence : "";
    } finally {
      lock.unlock();
    }
  }

  private void scale(Entry entry, int replicas) {
    if (entry.stored.replicas() != replicas) {
      Stored next = entry.stored.scaled(replicas);
      store.put(next);
      entry.stored = next;
      changed.signalAll();
    }
  }

  /** Gives running replicas the newest value of a secret. */
  public void secretChanged(String namespace, String name) throws IOException {
    for (Deployment deployment : deployments(namespace)) {
      if (deployment.secrets().contains(name)) {
        secrets.write(deployment);
      }
    }
  }

  // ---- what clients see -------------------------------------------------------------------------

  /** The functions of a namespace, by name. */
  public List<FunctionStatus> statuses(String namespace) {
    lock.lock();
    try {
      return entries.values().stream()
          .filter(entry -> !entry.removed)
          .filter(entry -> entry.stored.deployment().namespace().equals(namespace))
          .map(Entry::status)
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** What is deployed in a namespace. */
  public List<Deployment> deployments(String namespace) {
    lock.lock();
    try {
      return entries.values().stream()
          .filter(entry -> !entry.removed)
          .map(entry -> entry.stored.deployment())
          .filter(deployment -> deployment.namespace().equals(namespace))
          .toList();
    } finally {
      lock.unlock();
    }
  }

  /** One function. */
  public FunctionStatus status(FunctionId id, boolean withUsage) {
    FunctionStatus status;
    UsageMeter meter;
    List<Replica> replicas;
    lock.lock();
    try {
      Entry entry = present(id);
      status = entry.status();
      meter = entry.usage;
      replicas = List.copyOf(entry.replicas);
    } finally {
      lock.unlock();
    }
    // It reads many files; calls must not wait for it.
    return withUsage ? status.with(meter.look(replicas)) : status;
  }

  /** Checks that it is deployed. */
  public void require(FunctionId id) {
    lock.lock();
    try {
      var _ = present(id);
    } finally {
      lock.unlock();
    }
  }

  private Entry present(FunctionId id) {
    Entry entry = entries.get(id);
    if (entry == null || entry.removed) {
      throw Refused.missing("no function %s is deployed".formatted(id));
    }
    return entry;
  }

  // ---- calls ------------------------------------------------------------------------------------

  /** Counts a call, whatever comes of it. */
  public void count(FunctionId id) {
    lock.lock();
    try {
      present(id).invocations.increment();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A ready replica with a call begun, which the caller must end; waits for one, and starts one
   * when the function has none.
   */
  public Replica begin(FunctionId id, long deadlineNanos) throws InterruptedException {
    lock.lock();
    try {
      while (true) {
        Entry entry = present(id);
        requireOpen();
        if (entry.stored.replicas() == 0) {
          scale(entry, Math.max(1, entry.stored.deployment().min()));
        }
        Replica replica = entry.begin();
        if (replica != null) {
          return replica;
        }
        if (changed.awaitNanos(deadlineNanos - System.nanoTime()) <= 0) {
          throw new Refused(UNAVAILABLE, "No endpoints available for: %s.".formatted(id.name()));
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends all replicas; they drain at the same time. */
  @Override
  public void close() {
    keeper.close();
  }
}
