package dev.hachi.runtime;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.Migrate;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The next release of {@link ShelfV1}: it notes labels as well, and takes boxes with a colour. */
@StatefulFunction("shelf")
final class ShelfV2 {
  /** Long enough for the runtime to end before. */
  private static final Duration LATER = Duration.ofSeconds(1);

  record OldState(long count) {}

  record State(long count, List<String> labels) {}

  record Box(String label, @Nullable String colour) {}

  State initial() {
    return new State(0, List.of());
  }

  @Migrate(from = 1)
  State labelled(OldState old) {
    return new State(old.count(), List.of());
  }

  @Handler
  Effect<State, Long> add(State state, long amount) {
    return Effect.of(new State(state.count() + amount, state.labels()))
        .reply(state.count() + amount);
  }

  @Handler
  Effect<State, Long> put(State state, Box box) {
    var labels = new ArrayList<>(state.labels());
    labels.add(box.label() + " " + box.colour());
    return Effect.of(new State(state.count() + 1, labels)).reply(state.count() + 1);
  }

  /** The first release has none of that name. */
  @Handler
  Effect<State, Long> label(State state, String label) {
    return put(state, new Box(label, "white"));
  }

  @Handler
  long count(State state) {
    return state.count();
  }

  @Handler
  List<String> labels(State state) {
    return state.labels();
  }

  @Handler
  Effect<State, Void> clear(State state) {
    return Effect.delete();
  }

  @Handler
  Effect<State, Void> sendBox(State state, String to) {
    return Effect.<State>keep().tellAfter(LATER, "shelf", to, "put", new Box("new", "red"));
  }

  @Handler
  Effect<State, Void> sendLabel(State state, String to) {
    return Effect.<State>keep().tellAfter(LATER, "shelf", to, "label", "sent");
  }

  @Handler
  Effect<State, Void> labelLater(State state, String unused) {
    return Effect.<State>keep().timer("later", LATER, "label", "timed");
  }

  /** A change with a message and a timer, both due later. */
  @Handler
  Effect<State, Void> addAndSendLater(State state, String to) {
    return Effect.of(new State(state.count() + 1, state.labels()))
        .tellAfter(LATER, "shelf", to, "add", 1)
        .timer("later", LATER, "add", 1);
  }
}
