package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.store.Starts.Start;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** One running watchdog, which may be older than this process. Thread-safe. */
public final class Replica {
  /** After so long nobody counts on it any more. */
  static final Duration UNREADY_MAX = Duration.ofSeconds(60);

  private final Start start;
  private final Running running;
  private final CompletableFuture<ProcessHandle> end;
  private final AtomicInteger calls = new AtomicInteger();
  private final LongSupplier nanos;
  private final boolean found;
  private volatile boolean ready;
  private volatile boolean wasReady;
  private volatile boolean draining;
  private volatile long unreadySince;

  /**
   * Not ready yet, as far as this provider knows.
   *
   * @param found whether it ran already, so that it may have served
   * @param nanos the clock
   */
  Replica(Start start, Running running, boolean found, LongSupplier nanos) {
    this.start = start;
    this.running = running;
    this.found = found;
    this.nanos = nanos;
    this.unreadySince = nanos.getAsLong();
    // Once: each would stay with the process until its end.
    this.end = running.process().onExit();
  }

  Start start() {
    return start;
  }

  /** Its name among the replicas of all functions. */
  public String id() {
    return start.id();
  }

  /** Where it answers: {@code http://127.0.0.1:PORT}. */
  public String url() {
    return "http://127.0.0.1:" + start.port();
  }

  Stream<ProcessHandle> processes() {
    return running.processes();
  }

  Plan.Seen seen() {
    return new Plan.Seen(start.number(), start.generation(), phase());
  }

  private Plan.Phase phase() {
    if (draining) {
      return Plan.Phase.DRAINING;
    }
    if (ready) {
      return Plan.Phase.READY;
    }
    if (nanos.getAsLong() - unreadySince > UNREADY_MAX.toNanos()) {
      return Plan.Phase.LOST;
    }
    return wasReady || found ? Plan.Phase.UNREADY : Plan.Phase.STARTING;
  }

  /** Whether it will hardly become ready any more: it never was, for long. */
  boolean isHopeless() {
    return !wasReady && phase() == Plan.Phase.LOST;
  }

  boolean isReady() {
    return ready && !draining;
  }

  boolean isDraining() {
    return draining;
  }

  /** Returns whether that is news. */
  boolean setReady(boolean now) {
    if (now && !wasReady) {
      running.started();
    }
    return change(now);
  }

  private synchronized boolean change(boolean now) {
    boolean news = ready != now;
    if (ready && !now) {
      unreadySince = nanos.getAsLong();
    }
    wasReady |= now;
    ready = now;
    return news;
  }

  /** It does not answer; until it is asked again, nobody else should. */
  public void suspect() {
    var _ = change(false);
  }

  // ---- calls ------------------------------------------------------------------------------------

  /** Begins a call, unless it drains; then returns false. */
  boolean tryBegin() {
    var _ = calls.incrementAndGet();
    // The drain sets its mark before it counts, so one of both sees the other.
    if (draining) {
      end();
      return false;
    }
    return true;
  }

  /** A call is over. */
  public void end() {
    var _ = calls.decrementAndGet();
  }

  /** No call begins from now on. */
  void stopCalls() {
    draining = true;
  }

  int calls() {
    return calls.get();
  }

  // ---- end --------------------------------------------------------------------------------------

  /** Lets it drain: it hands over its keys and ends. */
  void terminate() {
    running.terminate();
  }

  /** Ends it at once. */
  void kill() {
    running.kill();
  }

  /** Removes what is left of it. */
  void clear() {
    running.clear();
  }

  /** Waits for its end, for so long at most; returns whether it has ended. */
  boolean awaitEnd(Duration patience) throws InterruptedException {
    try {
      var _ = end.get(patience.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return !running.process().isAlive();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the end of a process cannot be awaited", e);
    }
  }
}
