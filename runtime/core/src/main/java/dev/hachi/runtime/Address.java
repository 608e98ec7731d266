package dev.hachi.runtime;

/** The name of one entity, written {@code namespace/function/key}. */
public record Address(String namespace, String function, String key) {
  @Override
  public String toString() {
    return namespace + "/" + function + "/" + key;
  }
}
