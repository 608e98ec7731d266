package dev.hachi.openfaas.scaler;

import dev.hachi.openfaas.scaler.Decision.Held;
import dev.hachi.openfaas.scaler.Decision.Scale;
import java.io.IOException;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at the replicas of a function again and again, as long as this one is to decide, and asks
 * the gateway for more or fewer. One thread, one request at a time.
 */
public final class Scaler implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Scaler.class);

  private final ScaleSettings settings;
  private final Watch watch;
  private final ScaleTelemetry telemetry;
  private final LongSupplier nanoTime;
  private final ScaleApi gateway;
  private final Thread thread;

  /** Null while another replica decides. */
  private @Nullable Judge judge;

  private Scaler(
      ScaleSettings settings, Watch watch, ScaleTelemetry telemetry, LongSupplier nanoTime) {
    this.settings = settings;
    this.watch = watch;
    this.telemetry = telemetry;
    this.nanoTime = nanoTime;
    this.gateway = new ScaleApi(settings);
    this.thread = Thread.ofVirtual().name("scaler").unstarted(this::run);
  }

  /**
   * Begins to look.
   *
   * @param nanoTime a clock that does not jump
   * @throws IllegalArgumentException with one sentence when the file with the password has none
   */
  public static Scaler start(
      ScaleSettings settings, Watch watch, ScaleTelemetry telemetry, LongSupplier nanoTime) {
    var file = settings.passwordFile();
    if (file != null) {
      try {
        ScaleApi.password(file);
      } catch (IOException e) {
        throw new IllegalArgumentException(e.getMessage(), e);
      }
    }
    var scaler = new Scaler(settings, watch, telemetry, nanoTime);
    scaler.thread.start();
    return scaler;
  }

  private void run() {
    try (gateway) {
      while (true) {
        Thread.sleep(settings.every());
        try {
          look();
        } catch (RuntimeException e) {
          LOG.error("a look at the replicas of {} failed", settings.function(), e);
        }
      }
    } catch (InterruptedException e) {
      telemetry.leads(false);
    }
  }

  private void look() throws InterruptedException {
    var current = lead();
    if (current == null) {
      return;
    }
    var seen = watch.look();
    if (seen.isEmpty()) {
      current.blind(nanoTime.getAsLong());
      return;
    }
    var demand = new Demand(seen.get(), settings.rules());
    for (var reason : Reason.values()) {
      if (reason.isUp()) {
        telemetry.saw(reason, demand.use(reason, demand.sight().count()));
      }
    }
    var reason = current.look(demand, nanoTime.getAsLong());
    if (reason != null) {
      carryOut(reason, demand, current);
    }
  }

  private @Nullable Judge lead() {
    var leads = watch.leads();
    telemetry.leads(leads);
    if (!leads) {
      judge = null;
    } else if (judge == null) {
      judge = new Judge(settings.rules(), nanoTime.getAsLong());
      LOG.info("this replica decides from now on how many replicas {} has", settings.function());
    }
    return judge;
  }

  private void carryOut(Reason reason, Demand demand, Judge current) throws InterruptedException {
    var because = reason;
    Ending ending;
    var wanted = 0;
    try {
      switch (current.decide(reason, demand, gateway.deployed())) {
        case Scale(var foremost, var from, var to) -> {
          because = foremost;
          if (!watch.leads()) {
            return; // the next look finds that out
          }
          gateway.scale(to);
          ending = Ending.ACCEPTED;
          wanted = to > from ? to : 0;
          LOG.info(
              "{} is scaled from {} to {} replicas because of {}: {}",
              settings.function(),
              from,
              to,
              because.title(),
              demand);
        }
        case Held(var _, var held, var why) -> {
          ending = held;
          LOG.info("{}; {}: {}", wish(reason), why, demand);
        }
      }
    } catch (GatewayFailure e) {
      ending = e.ending();
      LOG.warn("{}; {}: {}", wish(reason), e.getMessage(), demand);
    }
    telemetry.ended(because, ending);
    current.ended(ending, wanted, nanoTime.getAsLong());
  }

  private String wish(Reason reason) {
    return "%s should have %s replicas because of %s and is not scaled now"
        .formatted(settings.function(), reason.isUp() ? "more" : "fewer", reason.title());
  }

  /** Ends the looks, also within a request. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
