package dev.hachi.watchdog.http;

import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Where a watchdog stands between its start and its exit. Thread-safe. */
public final class Status implements Standing {
  private final InFlight inFlight = new InFlight();
  private final CompletableFuture<Hosted> arrival = new CompletableFuture<>();
  private volatile @Nullable Hosted hosted;
  private volatile BooleanSupplier joined = () -> true;
  private volatile boolean draining;
  private volatile boolean refusing;

  /** From now on invocations reach {@code function}. */
  public void host(Hosted function) {
    hosted = function;
    arrival.complete(function);
  }

  /** The function, as soon as there is one; a copy, which may be given up. */
  CompletableFuture<Hosted> arrival() {
    return arrival.copy();
  }

  /** Ready only while {@code condition} holds: until then others are the better choice. */
  public void readyWhen(BooleanSupplier condition) {
    joined = condition;
  }

  /** Whether there is a function, which its replicas have taken in. */
  boolean ready() {
    return hosted != null && !draining && joined.getAsBoolean();
  }

  /** From now on health and readiness are 503; invocations are still served. */
  public void drain() {
    draining = true;
  }

  /** From now on new invocations are refused. */
  public void refuse() {
    refusing = true;
  }

  @Override
  public int inFlight() {
    return inFlight.count();
  }

  @Override
  public @Nullable Hosted hosted() {
    return hosted;
  }

  @Override
  public boolean draining() {
    return draining;
  }

  boolean refusing() {
    return refusing;
  }

  InFlight places() {
    return inFlight;
  }
}
