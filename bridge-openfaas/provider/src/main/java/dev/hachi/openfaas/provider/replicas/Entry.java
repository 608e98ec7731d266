package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.FunctionStatus;
import dev.hachi.openfaas.provider.store.Functions.Stored;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** A function and its replicas. Guarded by the lock of {@link Fleet}. */
final class Entry {
  private static final long BACKOFF_MIN_MILLIS = 500;
  private static final long BACKOFF_MAX_MILLIS = 30_000;

  /** A replica is ready sooner, as a rule. */
  private static final Duration PLAIN_WAIT = Duration.ofSeconds(10);

  final List<Replica> replicas = new ArrayList<>();
  final UsageMeter usage = new UsageMeter();
  final LongAdder invocations = new LongAdder();
  Stored stored;
  Images.Image image;
  Traits traits;

  /** Its replicas drain; then it is gone. */
  boolean removed;

  private long lastNumber;
  private int failures;
  private long notBeforeNanos = System.nanoTime();
  private @Nullable Long waitsSinceNanos;
  private boolean toldThatItWaits;
  private int turn;

  Entry(Stored stored, Images.Image image) {
    this.stored = stored;
    this.image = image;
    this.traits = Traits.of(stored.deployment(), image);
  }

  /** Another deployment of it. */
  void redeploy(Stored next, Images.Image from) {
    stored = next;
    image = from;
    traits = Traits.of(next.deployment(), from);
    if (removed) {
      invocations.reset();
    }
    removed = false;
    recovered();
  }

  Plan.Wanted wanted() {
    return new Plan.Wanted(removed ? 0 : stored.replicas(), stored.generation(), traits.alone());
  }

  List<Plan.Step> steps() {
    return Plan.steps(wanted(), replicas.stream().map(Replica::seen).toList());
  }

  FunctionStatus status() {
    return new FunctionStatus(
        stored.deployment().service(),
        stored.deployment(),
        invocations.sum(),
        stored.replicas(),
        ready().size(),
        stored.createdAt().toString(),
        null);
  }

  long nextNumber() {
    return ++lastNumber;
  }

  void adopt(Replica replica) {
    replicas.add(replica);
    lastNumber = Math.max(lastNumber, replica.start().number());
  }

  List<Replica> ready() {
    return replicas.stream().filter(Replica::isReady).toList();
  }

  /** The next ready one in turn, with a call begun; null when there is none. */
  @Nullable Replica begin() {
    List<Replica> ready = ready();
    for (int i = 0; i < ready.size(); i++) {
      turn = Math.floorMod(turn + 1, ready.size());
      Replica replica = ready.get(turn);
      if (replica.tryBegin()) {
        return replica;
      }
    }
    return null;
  }

  // ---- replicas that fail -----------------------------------------------------------------------

  /** One did not start, or ended by itself: the next one waits, longer each time. */
  Duration failed() {
    long millis = Math.min(BACKOFF_MAX_MILLIS, BACKOFF_MIN_MILLIS << Math.min(failures, 10));
    failures++;
    notBeforeNanos = System.nanoTime() + Duration.ofMillis(millis).toNanos();
    return Duration.ofMillis(millis);
  }

  void recovered() {
    failures = 0;
    notBeforeNanos = System.nanoTime();
  }

  /** A start waits for others; returns whether that is worth a word, once. */
  boolean waits() {
    long now = System.nanoTime();
    if (waitsSinceNanos == null) {
      waitsSinceNanos = now;
    }
    boolean news = !toldThatItWaits && now - waitsSinceNanos > PLAIN_WAIT.toNanos();
    toldThatItWaits |= news;
    return news;
  }

  void waitsNoMore() {
    waitsSinceNanos = null;
    toldThatItWaits = false;
  }

  boolean mayStart() {
    return System.nanoTime() - notBeforeNanos >= 0;
  }
}
