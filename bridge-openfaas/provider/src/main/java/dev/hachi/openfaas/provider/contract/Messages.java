package dev.hachi.openfaas.provider.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The smaller bodies of the contract. */
public final class Messages {
  private Messages() {}

  /** To scale a function. */
  public record Scale(
      @Nullable String serviceName, @Nullable Long replicas, @Nullable String namespace) {}

  /** To remove a function. */
  public record Delete(@Nullable String functionName, @Nullable String namespace) {}

  /** A secret; without values when it is listed. */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Secret(
      @Nullable String name,
      @Nullable String namespace,
      @Nullable String value,
      byte @Nullable [] rawValue) {}

  /** A namespace. */
  @JsonInclude(JsonInclude.Include.NON_EMPTY)
  public record Namespace(
      @Nullable String name,
      @Nullable Map<String, String> labels,
      @Nullable Map<String, String> annotations) {}

  /** One line of a replica's output; the time is RFC 3339. */
  public record LogLine(
      String name, String namespace, String instance, String timestamp, String text) {}
}
