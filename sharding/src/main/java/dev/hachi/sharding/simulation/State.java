package dev.hachi.sharding.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** All that an entity commits. */
record State(
    long value, List<Outcome> outcomes, List<Tell> outbox, List<Long> inbox, List<Timer> timers) {
  static final State EMPTY = new State(0, List.of(), List.of(), List.of(), List.of());

  /** What came of the invocation {@code id}, to be known until nobody repeats it any more. */
  record Outcome(long id, long value, long until) {}

  /** Money on its way. */
  record Tell(long id, String from, String to, long amount) {}

  record Timer(long id, long at) {}

  /** The first outcome of {@code id}; null when it is not known. */
  static @Nullable Long outcome(List<Outcome> outcomes, long id) {
    for (var outcome : outcomes) {
      if (outcome.id() == id) {
        return outcome.value();
      }
    }
    return null;
  }

  /** When its entity has something to do, at {@code now} or later. */
  long wakeAt(long now) {
    var at = outbox.isEmpty() ? Long.MAX_VALUE : now + Entity.REPEAT;
    for (var timer : timers) {
      at = Math.min(at, timer.at());
    }
    return at;
  }
}
