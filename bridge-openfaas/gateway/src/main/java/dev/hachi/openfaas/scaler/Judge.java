package dev.hachi.openfaas.scaler;

import dev.hachi.openfaas.scaler.Decision.Held;
import dev.hachi.openfaas.scaler.Decision.Scale;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Decides how many replicas there should be, for as long as one replica is the one to decide. Quick
 * to ask for more, slow to ask for fewer. Times are nanoseconds of any clock that does not jump.
 * Confined to one thread.
 */
final class Judge {
  /** One look may be a coincidence. */
  static final int LOOKS = 3;

  static final Duration PAUSE_MAX = Duration.ofMinutes(10);

  private static final int DOUBLINGS_MAX = 20;

  private final ScaleRules rules;
  private int hotLooks;
  private long calmSince;
  private long notBefore;

  /** The wishes that came to nothing, one after another. */
  private int vain;

  /** To how many more replicas the gateway agreed last; 0 when that was looked after. */
  private int agreed;

  /** Whoever decided until now may have done so just before. */
  Judge(ScaleRules rules, long now) {
    this.rules = rules;
    this.calmSince = now;
    this.notBefore = now + rules.pause().toNanos();
  }

  /** Why there should be another number of replicas; null when there is no reason, or not yet. */
  @Nullable Reason look(Demand demand, long now) {
    var hot = demand.hot();
    if (!hot.isEmpty()) {
      hotLooks++;
    } else if (hotLooks > 0) {
      hotLooks = 0;
      vain = 0;
    }
    if (!demand.isCalm()) {
      calmSince = now;
    }
    if (now - notBefore < 0) {
      return null;
    }
    if (hotLooks >= LOOKS) {
      return hot.getFirst();
    }
    return now - calmSince >= rules.calm().toNanos() ? Reason.CALM : null;
  }

  /** A replica has not told its load lately: what was seen before counts no more. */
  void blind(long now) {
    hotLooks = 0;
    calmSince = now;
  }

  /** What to do for {@code reason}, given what the gateway knows. */
  Decision decide(Reason reason, Demand demand, Deployed deployed) {
    if (agreed > deployed.replicas()) {
      var why =
          "the gateway agreed to %d replicas and still wants %d"
              .formatted(agreed, deployed.replicas());
      agreed = 0;
      return new Held(reason, Ending.IGNORED, why);
    }
    agreed = 0;
    return reason.isUp() ? up(demand, deployed) : down(demand, deployed);
  }

  private static Decision up(Demand demand, Deployed deployed) {
    var reason = demand.hot().getFirst();
    var now = demand.sight().count();
    if (deployed.available() < deployed.replicas() || now < deployed.replicas()) {
      return unsettled(reason, now, deployed);
    }
    if (now >= deployed.max()) {
      return new Held(
          reason,
          Ending.AT_MAX,
          "there are %d replicas and com.openfaas.scale.max is %d: raise it, or hachi_memory_max"
                  .formatted(now, deployed.max())
              + " or max_inflight");
    }
    for (var hot : demand.hot()) {
      var needed = demand.needed(hot, deployed.max());
      if (needed > now) {
        return new Scale(hot, deployed.replicas(), needed);
      }
    }
    return new Held(
        reason,
        Ending.NO_RELIEF,
        "up to %d replicas would be as full, as each key is stored on %d of them: raise"
                .formatted(deployed.max(), demand.sight().copies())
            + " com.openfaas.scale.max or hachi_memory_max, or delete keys");
  }

  /** As few as the label says; without one, so many that a crash still leaves copies. */
  private static Decision down(Demand demand, Deployed deployed) {
    var now = demand.sight().count();
    if (deployed.available() != deployed.replicas() || now != deployed.replicas()) {
      return unsettled(Reason.CALM, now, deployed);
    }
    var least = deployed.min().orElse(Math.min(demand.sight().copies(), deployed.max()));
    return now > least
        ? new Scale(Reason.CALM, now, now - 1)
        : new Held(
            Reason.CALM,
            Ending.AT_MIN,
            "there are %d replicas, and no fewer may be".formatted(now));
  }

  private static Held unsettled(Reason reason, int now, Deployed deployed) {
    return new Held(
        reason,
        Ending.UNSETTLED,
        "the gateway wants %d replicas, of which %d are ready, and the cluster has %d"
            .formatted(deployed.replicas(), deployed.available(), now));
  }

  /**
   * A wish ended like this.
   *
   * @param wanted how many replicas the gateway was asked for, if more than there were; else 0
   */
  void ended(Ending ending, int wanted, long now) {
    if (ending == Ending.ACCEPTED) {
      agreed = wanted;
      hotLooks = 0;
    }
    if (ending == Ending.ACCEPTED || ending == Ending.AT_MIN) {
      calmSince = now;
    }
    vain = ending.isVain() ? vain + 1 : vain;
    notBefore = now + pause(ending.isVain() ? vain : 0).toNanos();
  }

  private Duration pause(int doublings) {
    var doubled = rules.pause().multipliedBy(1L << Math.min(doublings, DOUBLINGS_MAX));
    if (doubled.compareTo(PAUSE_MAX) <= 0) {
      return doubled;
    }
    return rules.pause().compareTo(PAUSE_MAX) > 0 ? rules.pause() : PAUSE_MAX;
  }
}
