package dev.hachi.samples.cart;

import java.util.List;

/** What somebody buys, and its price in cents. */
public record Order(List<Item> items, long cents) {
  static Order of(List<Item> items) {
    return new Order(items, items.stream().mapToLong(item -> item.quantity() * item.cents()).sum());
  }
}
