package dev.hachi.runtime.entity;

import dev.hachi.runtime.entity.EntityCommand.AlarmRang;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.jspecify.annotations.Nullable;

/**
 * One actor timer for the earliest of all that an entity waits for. In the usual case it rings long
 * after everything was answered. Confined to its entity.
 */
final class Alarm {
  private static final Duration DELAY_MAX = Duration.ofDays(1);

  private final ActorContext<EntityCommand> context;
  private final Clock clock;
  private @Nullable Instant next;
  private @Nullable Cancellable ringing;

  Alarm(ActorContext<EntityCommand> context, Clock clock) {
    this.context = context;
    this.clock = clock;
  }

  /** Rings at {@code due} or earlier. */
  void at(Instant due) {
    if (next != null && !due.isBefore(next)) {
      return;
    }
    stop();
    next = due;
    var delay = Duration.between(clock.instant(), due);
    ringing = context.scheduleOnce(bounded(delay), context.getSelf(), new AlarmRang(due));
  }

  /** Ringing early does no harm; the scheduler takes no more than some months. */
  private static Duration bounded(Duration delay) {
    if (delay.isNegative()) {
      return Duration.ZERO;
    }
    return delay.compareTo(DELAY_MAX) > 0 ? DELAY_MAX : delay.plusMillis(1);
  }

  /** Does not ring any more; a stopped entity would be kept in memory until then. */
  void stop() {
    if (ringing != null) {
      ringing.cancel();
    }
  }

  void rang(AlarmRang rang) {
    if (rang.due().equals(next)) {
      next = null;
    }
  }
}
