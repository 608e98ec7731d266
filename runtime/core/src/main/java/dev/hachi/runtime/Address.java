package dev.hachi.runtime;

/** The name of one entity, written {@code namespace/function/key}. */
public record Address(String namespace, String function, String key) {
  /**
   * The address that {@code text} writes.
   *
   * @throws IllegalArgumentException when it is none
   */
  public static Address parse(String text) {
    var parts = text.split("/", 3);
    if (parts.length < 3) {
      throw new IllegalArgumentException(
          "an address must be namespace/function/key, was \"" + text + "\"");
    }
    return new Address(parts[0], parts[1], parts[2]);
  }

  @Override
  public String toString() {
    return namespace + "/" + function + "/" + key;
  }
}
