package dev.hachi.samples.cart;

/** Some pieces of one article; {@code cents} is the price of one. */
public record Item(String article, int quantity, long cents) {
  /** A nonsensical item is refused as a bad message before any handler runs. */
  public Item {
    if (article == null || article.isBlank()) {
      throw new IllegalArgumentException("article must be named");
    }
    if (quantity < 1 || quantity > 1_000) {
      throw new IllegalArgumentException("quantity must be 1 to 1000, was " + quantity);
    }
    if (cents < 0 || cents > 100_000_000) {
      throw new IllegalArgumentException("cents must be 0 to 100000000, was " + cents);
    }
  }
}
