package dev.hachi.samples.cart;

import dev.hachi.function.Call;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A customer's cart, forgotten half an hour after its last change; the key is the customer. */
@StatefulFunction("cart")
public final class Cart {
  static final Duration KEPT = Duration.ofMinutes(30);
  static final int ARTICLES_MAX = 100;

  /** What is in the cart: at most one item per article. */
  public record State(List<Item> items) {}

  /** Every cart is empty at first. */
  public State initial() {
    return new State(List.of());
  }

  /** Puts an item into the cart, and replies with what an order would be now. */
  @Handler
  Effect<State, Order> add(State state, Item item) {
    var items = new ArrayList<Item>();
    var quantity = item.quantity();
    for (var other : state.items()) {
      if (other.article().equals(item.article())) {
        quantity += other.quantity();
      } else {
        items.add(other);
      }
    }
    if (items.size() >= ARTICLES_MAX) {
      return Effect.fail("cart_full", "a cart holds at most " + ARTICLES_MAX + " articles");
    }
    items.add(new Item(item.article(), quantity, item.cents()));
    return changed(items);
  }

  /** Takes an article out of the cart. */
  @Handler
  Effect<State, Order> remove(State state, String article) {
    var items = state.items().stream().filter(item -> !item.article().equals(article)).toList();
    return items.size() == state.items().size()
        ? Effect.fail("not_in_cart", "there is no " + article + " in the cart")
        : changed(items);
  }

  /** Each change sets the timer anew. */
  private static Effect<State, Order> changed(List<Item> items) {
    return Effect.of(new State(items)).reply(Order.of(items)).timer("expire", KEPT, "expire");
  }

  /** Replies with what an order would be now. */
  @Handler
  Order get(State state) {
    return Order.of(state.items());
  }

  /** Sends the order off and forgets the cart, its timer included. */
  @Handler
  Effect<State, Order> checkout(State state, Context context) {
    if (state.items().isEmpty()) {
      return Effect.fail("cart_empty", "there is nothing to order");
    }
    var order = Order.of(state.items());
    return Effect.<State>delete().reply(order).tell(Call.to(Orders::place, context.key(), order));
  }

  /** Forgets the cart; its own timer calls this. */
  @Handler
  Effect<State, Void> expire(State state) {
    return Effect.delete();
  }

  /** Replies with what this customer has ordered. */
  @Handler
  Orders.State orders(State state, Context context) {
    return context.ask(Call.to(Orders::get, context.key()));
  }
}
