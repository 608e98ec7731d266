package dev.hachi.samples.cart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.function.AskFailedException;
import dev.hachi.function.Call;
import dev.hachi.testkit.Failure;
import dev.hachi.testkit.TestKit;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CartTest {
  private static final Item PENS = new Item("pen", 2, 150);
  private static final Item BOOK = new Item("book", 1, 1200);

  private final TestKit kit = TestKit.of(Cart.class, Orders.class);

  private Order add(Item item) {
    return kit.ask(Call.to(Cart::add, "ann", item));
  }

  @Test
  void adding_replies_with_the_items_and_their_price() {
    add(PENS);

    assertThat(add(BOOK)).isEqualTo(new Order(List.of(PENS, BOOK), 1500));
  }

  @Test
  void an_article_that_is_added_again_is_one_item() {
    add(PENS);

    assertThat(add(PENS).items()).containsExactly(new Item("pen", 4, 150));
  }

  @Test
  void an_item_without_a_quantity_is_a_bad_message() {
    var item = Map.of("article", "pen", "quantity", 0, "cents", 150);

    assertThatThrownBy(() -> kit.ask(Call.to(Order.class, "cart", "ann", "add", item)))
        .isInstanceOf(AskFailedException.class)
        .hasMessageContaining("quantity must be 1 to 1000, was 0");
  }

  @Test
  void a_full_cart_takes_more_of_what_it_has_and_nothing_else() {
    for (var i = 0; i < Cart.ARTICLES_MAX; i++) {
      add(new Item("article " + i, 1, 10));
    }

    assertThatThrownBy(() -> add(PENS)).hasMessage("a cart holds at most 100 articles");
    assertThat(add(new Item("article 7", 1, 10)).cents()).isEqualTo(1010);
  }

  @Test
  void a_removed_article_is_gone() {
    add(PENS);
    add(BOOK);

    kit.ask(Call.to(Cart::remove, "ann", "pen"));

    assertThat(kit.ask(Call.to(Cart::get, "ann"))).isEqualTo(new Order(List.of(BOOK), 1200));
    assertThatThrownBy(() -> kit.ask(Call.to(Cart::remove, "ann", "pen")))
        .hasMessage("there is no pen in the cart");
  }

  @Test
  void a_cart_is_forgotten_half_an_hour_after_its_last_change() {
    add(PENS);
    kit.advance(Duration.ofMinutes(29));
    add(BOOK);

    kit.advance(Duration.ofMinutes(29));
    assertThat(kit.ask(Call.to(Cart::get, "ann")).items()).hasSize(2);

    kit.advance(Duration.ofMinutes(1));
    assertThat(kit.state(Cart.class, "ann")).isEmpty();
  }

  @Test
  void reading_a_cart_does_not_keep_it() {
    add(PENS);
    kit.advance(Duration.ofMinutes(29));

    kit.ask(Call.to(Cart::get, "ann"));
    kit.advance(Duration.ofMinutes(1));

    assertThat(kit.ask(Call.to(Cart::get, "ann")).items()).isEmpty();
  }

  @Test
  void a_checkout_leaves_an_order_and_an_empty_cart_without_a_timer() {
    add(PENS);

    var order = kit.ask(Call.to(Cart::checkout, "ann"));

    assertThat(kit.ask(Call.to(Cart::orders, "ann")))
        .isEqualTo(new Orders.State(List.of(order), 1));
    assertThat(kit.state(Cart.class, "ann")).isEmpty();
    assertThat(kit.timers(Cart.class, "ann")).isEmpty();
  }

  @Test
  void an_empty_cart_cannot_be_checked_out() {
    assertThatThrownBy(() -> kit.ask(Call.to(Cart::checkout, "ann")))
        .hasMessage("there is nothing to order");
    assertThat(kit.failures()).extracting(Failure::code).containsExactly("cart_empty");
    assertThat(kit.sent()).isEmpty();
  }

  @Test
  void the_order_goes_to_the_customers_own_orders() {
    var alone = TestKit.of(Cart.class);
    alone.ask(Call.to(Cart::add, "bob", PENS));

    alone.ask(Call.to(Cart::checkout, "bob"));

    assertThat(alone.sent())
        .singleElement()
        .satisfies(sent -> assertThat(sent.function() + "/" + sent.key()).isEqualTo("orders/bob"))
        .extracting(sent -> sent.messageAs(Order.class))
        .isEqualTo(new Order(List.of(PENS), 300));
  }

  @Test
  void orders_keep_the_latest_and_count_all() {
    for (var i = 0; i <= Orders.KEPT_MAX; i++) {
      kit.ask(Call.to(Orders::place, "ann", Order.of(List.of(new Item("pen", 1, i)))));
    }

    var orders = kit.ask(Call.to(Cart::orders, "ann"));
    assertThat(orders.placed()).isEqualTo(Orders.KEPT_MAX + 1);
    assertThat(orders.latest()).hasSize(Orders.KEPT_MAX);
    assertThat(orders.latest().getFirst().cents()).isEqualTo(1);
  }
}
