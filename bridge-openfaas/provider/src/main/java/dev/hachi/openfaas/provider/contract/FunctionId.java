package dev.hachi.openfaas.provider.contract;

import org.jspecify.annotations.Nullable;

/**
 * Which function.
 *
 * @param name checked
 * @param namespace checked
 */
public record FunctionId(String name, String namespace) {
  /** Of two fields of a request; the namespace may be missing. */
  public static FunctionId of(@Nullable String name, @Nullable String namespace) {
    return new FunctionId(Names.function(name), Names.namespace(namespace));
  }

  /** Of {@code NAME} or {@code NAME.NAMESPACE}; the latter wins over {@code namespace}. */
  public static FunctionId dotted(String text, @Nullable String namespace) {
    int dot = text.lastIndexOf('.');
    return dot < 0 ? of(text, namespace) : of(text.substring(0, dot), text.substring(dot + 1));
  }

  /** {@code NAME.NAMESPACE}. */
  @Override
  public String toString() {
    return name + "." + namespace;
  }
}
