package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.store.Starts.Start;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The variables of replicas; pure.
 *
 * @param own the provider's
 * @param gateway its URL for functions
 */
public record Launch(Map<String, String> own, String gateway) {
  private static final List<String> INHERITED = List.of("PATH", "HOME", "USER", "LANG", "TZ");

  /**
   * Those of one replica: of the deployment, and over them those that the provider decides.
   *
   * @param join metrics ports of the cluster
   * @param secrets the folder with the function's secrets
   */
  Map<String, String> variables(
      Deployment deployment, Images.Image image, Start start, List<Integer> join, Path secrets) {
    Traits traits = Traits.of(deployment, image);
    Ports ports = new Ports(start.port());
    Map<String, String> all = new TreeMap<>();
    // Calls are over before it is told to end, so there is nobody to give notice to.
    all.put("healthcheck_interval", "1s");
    if (traits.stateful()) {
      all.put("hachi_gateway", gateway);
    }
    if (!deployment.envProcess().isEmpty()) {
      all.put("fprocess", deployment.envProcess());
    }
    all.putAll(deployment.envVars());
    if (image instanceof Images.Local local) {
      addLocal(all, local, traits);
    }
    all.put("port", "" + ports.http());
    all.put("metrics_port", "" + ports.metrics());
    all.put("hachi_listen", "127.0.0.1");
    all.put("OPENFAAS_NAME", deployment.service());
    all.put("OPENFAAS_NAMESPACE", deployment.namespace());
    all.put("secret_mount_path", secrets.toString());
    all.put("UPSTREAM_PORT", "" + ports.upstream());
    all.putAll(stateful(traits, deployment.namespace(), ports, join));
    all.replaceAll((name, value) -> value.replace(Traits.UPSTREAM_PORT, "" + ports.upstream()));
    return all;
  }

  /** What an image of a container brings along. */
  private void addLocal(Map<String, String> all, Images.Local image, Traits traits) {
    for (String name : INHERITED) {
      if (own.containsKey(name)) {
        all.putIfAbsent(name, own.get(name));
      }
    }
    all.putIfAbsent("mode", traits.mode());
    // Several on this machine would share the file.
    all.putIfAbsent("suppress_lock", "true");
    // The JVM needs a UTF-8 locale; the function's process gets its own one back.
    all.put("hachi_lc_all", all.getOrDefault("LC_ALL", own.getOrDefault("LC_ALL", "")));
    all.put("LC_ALL", "C.UTF-8");
    if (image.jar() != null && traits.mode().equals("actor")) {
      all.put("hachi_jar", image.jar().toString());
    }
  }

  private static Map<String, String> stateful(
      Traits traits, String namespace, Ports ports, List<Integer> join) {
    Map<String, String> variables = new TreeMap<>();
    if (traits.stateful()) {
      variables.put("hachi_namespace", namespace);
    }
    if (traits.stateful() && !traits.durable()) {
      variables.put("hachi_bind", "127.0.0.1");
      variables.put("hachi_cluster_port", "" + ports.cluster());
      List<String> points = join.stream().map(port -> "127.0.0.1:" + port).toList();
      variables.put("hachi_join", "static:" + String.join(",", points));
    } else if (traits.durable()) {
      variables.put("hachi_join", "none");
    }
    return variables;
  }
}
