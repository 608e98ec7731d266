package dev.hachi.chaos.workload;

import dev.hachi.chaos.checker.Finding;
import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.History;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * What callers ask a function, and what must hold of the answers. A user's own is a class with a
 * constructor without parameters.
 */
public interface Workload {
  /** The function's name, as in {@code @StatefulFunction}. */
  String function();

  /** The next request that is due. */
  Request next(RandomGenerator random);

  /** Any key that it asks. May be called while {@link #next} is. */
  String key(RandomGenerator random);

  /** How {@code action} is asked for over HTTP. */
  Request.Form form(Action action);

  /**
   * What was violated, or could not be decided, once the load has ended, all faults are over, and
   * the replicas serve.
   *
   * @param history all that was asked and answered
   * @param finals reads what the keys have come to
   */
  List<? extends Finding> check(History history, Finals finals) throws InterruptedException;

  /** How a handler is kept busy for {@code duration}; empty when the function has none for that. */
  default Optional<Request.Form> nap(Duration duration) {
    return Optional.empty();
  }

  /** How a key is made to hold {@code bytes}, and 0 to let go; empty when there is no way. */
  default Optional<Request.Form> hold(int bytes) {
    return Optional.empty();
  }

  /** Whether it asks for things by the clock, so that replicas must have the same time. */
  default boolean needsClocks() {
    return false;
  }
}
