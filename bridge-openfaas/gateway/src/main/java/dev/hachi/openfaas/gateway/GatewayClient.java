package dev.hachi.openfaas.gateway;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import java.time.Clock;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the gateway for what entities want of it, each call on a virtual thread of its own and so
 * many at the same time at most as the settings say. Thread-safe.
 */
final class GatewayClient implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GatewayClient.class);

  private final GatewaySettings settings;
  private final Attempts attempts;
  private final Semaphore room;
  private final ExecutorService threads;

  GatewayClient(GatewaySettings settings, Clock clock) {
    this.settings = settings;
    this.attempts = new Attempts(settings, clock);
    this.room = new Semaphore(settings.callsMax());
    this.threads =
        Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("gateway-", 0).factory());
  }

  /** Never completes with an exception. */
  CompletionStage<Outcome> invoke(Invocation invocation) {
    GatewayCall call;
    try {
      call = GatewayCall.of(invocation);
    } catch (IllegalArgumentException e) {
      return failed(FailureCode.BAD_MESSAGE, String.valueOf(e.getMessage()));
    }
    if (settings.url() == null) {
      return failed(
          FailureCode.NO_SUCH_FUNCTION,
          "hachi_gateway is not set, so no function behind a gateway can be called; set its URL");
    }
    if (call.callback() != null && !settings.keysInPath()) {
      return failed(
          FailureCode.BAD_MESSAGE, "a callback needs keys in the path: leave hachi_key at path");
    }
    if (!room.tryAcquire()) {
      return failed(
          FailureCode.OVERLOADED,
          settings.callsMax() + " calls over the gateway are under way, and no more may be");
    }
    return start(invocation, call);
  }

  private CompletionStage<Outcome> start(Invocation invocation, GatewayCall call) {
    var end = new CompletableFuture<Outcome>();
    threads.execute(() -> {
      try {
        end.complete(run(invocation, call));
      } catch (InterruptedException e) {
        end.complete(new Outcome.Failed(FailureCode.DRAINING, "this replica shuts down"));
      } catch (IllegalArgumentException e) { // a header that HTTP cannot carry
        end.complete(new Outcome.Failed(FailureCode.BAD_MESSAGE, String.valueOf(e.getMessage())));
      } catch (RuntimeException e) {
        LOG.error("a call over the gateway failed", e);
        end.complete(new Outcome.Failed(FailureCode.FUNCTION_FAILED, "the log has the cause"));
      } finally {
        room.release();
      }
    });
    return end;
  }

  private Outcome run(Invocation invocation, GatewayCall call) throws InterruptedException {
    return invocation.origin() instanceof Origin.Tell
        ? attempts.queue(call, invocation)
        : attempts.call(call, invocation);
  }

  private static CompletionStage<Outcome> failed(String code, String why) {
    return CompletableFuture.completedStage(new Outcome.Failed(code, why));
  }

  /** Breaks off what is under way: messages are told again by whoever has the entity then. */
  @Override
  public void close() {
    threads.shutdownNow();
    threads.close();
    attempts.close();
  }
}
