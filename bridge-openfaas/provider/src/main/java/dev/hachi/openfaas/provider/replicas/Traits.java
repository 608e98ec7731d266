package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.contract.Refused;
import java.util.HashMap;
import java.util.Map;

/**
 * What a deployment's variables say of how its replicas may run; pure.
 *
 * @param mode of the watchdog
 * @param stateful whether it keeps state per key
 * @param durable whether the state is in a store of its own instead of in the replicas' memory
 * @param alone whether two replicas must never run at the same time
 */
record Traits(String mode, boolean stateful, boolean durable, boolean alone) {
  /** Stands for a free port in a deployment's variables and command, another for each replica. */
  static final String UPSTREAM_PORT = "$UPSTREAM_PORT";

  private static final String GROUP_LABEL = "hachi-cluster";

  static Traits of(Deployment deployment, Images.Image image) {
    Map<String, String> variables = new HashMap<>(image.variables());
    variables.putAll(deployment.envVars());
    String mode = variables.getOrDefault("mode", "streaming");
    boolean http = mode.equals("http");
    boolean stateful =
        mode.equals("actor") || (http && variables.getOrDefault("stateful", "").matches("true|1"));
    boolean durable = stateful && variables.getOrDefault("hachi_state", "").startsWith("plugin:");
    String upstream =
        variables.getOrDefault("upstream_url", "")
            + variables.getOrDefault("http_upstream_url", "");
    boolean fixedPort = http && !upstream.contains(UPSTREAM_PORT);
    return new Traits(mode, stateful, durable, durable || fixedPort);
  }

  /** Checks a number of replicas. */
  void require(int replicas) {
    if (replicas < 0 || replicas > Deployment.REPLICAS_MAX) {
      throw Refused.bad(
          "replicas is %d; allowed is 0 to %d on one machine"
              .formatted(replicas, Deployment.REPLICAS_MAX));
    }
    if (alone && replicas > 1) {
      throw Refused.bad(
          durable
              ? "replicas is %d; a function with hachi_state has 1, as replicas share state in memory only"
                  .formatted(replicas)
              : "replicas is %d; the port in upstream_url serves 1 on one machine: write %s in its place"
                  .formatted(replicas, UPSTREAM_PORT));
    }
  }

  /** Replicas of the same group are in one cluster. */
  static String group(Deployment deployment) {
    String label = deployment.labels().get(GROUP_LABEL);
    return deployment.namespace()
        + (label == null ? "/function/" + deployment.service() : "/label/" + label);
  }
}
