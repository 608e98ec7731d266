package dev.hachi.openfaas.provider.contract;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * A function as clients see it: its deployment, and how it does.
 *
 * @param replicas wanted
 * @param availableReplicas ready
 * @param createdAt RFC 3339
 * @param usage null when it was not asked for
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record FunctionStatus(
    String name,
    @JsonUnwrapped @JsonIgnoreProperties("service") Deployment deployment,
    long invocationCount,
    int replicas,
    int availableReplicas,
    String createdAt,
    @Nullable Usage usage) {
  /** With what its replicas use. */
  public FunctionStatus with(Usage used) {
    return new FunctionStatus(
        name, deployment, invocationCount, replicas, availableReplicas, createdAt, used);
  }

  /**
   * What all replicas use.
   *
   * @param cpu thousandths of a processor, since the last look
   * @param totalMemoryBytes resident
   */
  public record Usage(double cpu, double totalMemoryBytes) {}
}
