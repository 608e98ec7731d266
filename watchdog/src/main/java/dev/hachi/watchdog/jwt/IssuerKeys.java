package dev.hachi.watchdog.jwt;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The issuer's keys as last seen: asked for again when they are old, and, no more often than once
 * in a pause, when a token names another one. Thread-safe; never blocks.
 */
final class IssuerKeys {
  private static final Logger log = LoggerFactory.getLogger(IssuerKeys.class);
  private static final long OLD_NANOS = Duration.ofMinutes(5).toNanos();

  private final IssuerClient client;
  private final long pauseNanos;
  private volatile Issuer known;
  private volatile long askedAt = System.nanoTime();
  private @Nullable CompletableFuture<Issuer> asking;

  private IssuerKeys(IssuerClient client, Duration pause, Issuer known) {
    this.client = client;
    this.pauseNanos = pause.toNanos();
    this.known = known;
  }

  static IssuerKeys fetch(IssuerClient client, Duration pause)
      throws IOException, InterruptedException {
    return new IssuerKeys(client, pause, client.fetch());
  }

  Issuer known() {
    return known;
  }

  /** The issuer with a key {@code id}, if it has one by now. */
  CompletionStage<Issuer> with(String id) {
    if (!known.has(id)) {
      return askedFor(pauseNanos);
    }
    var _ = askedFor(OLD_NANOS);
    return CompletableFuture.completedStage(known);
  }

  private synchronized CompletionStage<Issuer> askedFor(long ageNanos) {
    if (asking != null) {
      return asking;
    }
    if (System.nanoTime() - askedAt < ageNanos) {
      return CompletableFuture.completedStage(known);
    }
    CompletableFuture<Issuer> answer = new CompletableFuture<>();
    asking = answer;
    Thread.ofVirtual().name("jwks").start(() -> ask(answer));
    return answer;
  }

  /** What was known goes on when the issuer cannot be asked. */
  private void ask(CompletableFuture<Issuer> answer) {
    try {
      known = client.fetch();
    } catch (IOException | RuntimeException e) {
      log.warn("the keys of tokens stay as they are: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    synchronized (this) {
      askedAt = System.nanoTime();
      asking = null;
    }
    answer.complete(known);
  }
}
