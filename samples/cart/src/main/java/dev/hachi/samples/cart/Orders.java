package dev.hachi.samples.cart;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.util.List;
import java.util.stream.Stream;

/** What a customer has ordered; the key is the customer. */
@StatefulFunction("orders")
public final class Orders {
  static final int KEPT_MAX = 100;

  /** The latest orders, oldest first, and how many there ever were. */
  public record State(List<Order> latest, long placed) {}

  /** Nobody starts with an order. */
  public State initial() {
    return new State(List.of(), 0);
  }

  /** Takes an order, and forgets the oldest when there are more than {@value #KEPT_MAX}. */
  @Handler
  Effect<State, Void> place(State state, Order order) {
    var forgotten = state.latest().size() < KEPT_MAX ? 0 : 1;
    var latest = Stream.concat(state.latest().stream().skip(forgotten), Stream.of(order)).toList();
    return Effect.of(new State(latest, state.placed() + 1));
  }

  /** Replies with the latest orders. */
  @Handler
  State get(State state) {
    return state;
  }
}
