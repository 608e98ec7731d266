package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.store.Starts.Start;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** One running watchdog, which may be older than this process. Thread-safe. */
public final class Replica {
  private final Start start;
  private final Running running;
  private final CompletableFuture<ProcessHandle> end;
  private final AtomicInteger calls = new AtomicInteger();
  private volatile boolean started;
  private volatile boolean ready;
  private volatile boolean draining;

  Replica(Start start, Running running) {
    this.start = start;
    this.running = running;
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
    Plan.Phase phase =
        draining ? Plan.Phase.DRAINING : ready ? Plan.Phase.READY : Plan.Phase.STARTING;
    return new Plan.Seen(start.number(), start.generation(), phase);
  }

  boolean isReady() {
    return ready && !draining;
  }

  boolean isDraining() {
    return draining;
  }

  /** Returns whether that is news. */
  boolean setReady(boolean now) {
    boolean news = ready != now;
    if (now && !started) {
      started = true;
      running.started();
    }
    ready = now;
    return news;
  }

  /** It does not answer; until it is asked again, nobody else should. */
  public void suspect() {
    ready = false;
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
