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
    INHERITED.stream().filter(own::containsKey).forEach(name -> all.put(name, own.get(name)));
    all.put("mode", traits.mode());
    // Calls are over before it is told to end, so there is nobody to give notice to.
    all.put("healthcheck_interval", "1s");
    // Several on this machine would share the file.
    all.put("suppress_lock", "true");
    if (traits.stateful()) {
      all.put("hachi_gateway", gateway);
    }
    if (!deployment.envProcess().isEmpty()) {
      all.put("fprocess", deployment.envProcess());
    }
    all.putAll(deployment.envVars());
    // The JVM needs a UTF-8 locale; the function's process gets its own one back.
    all.put("hachi_lc_all", all.getOrDefault("LC_ALL", own.getOrDefault("LC_ALL", "")));
    all.put("LC_ALL", "C.UTF-8");
    all.put("port", "" + ports.http());
    all.put("metrics_port", "" + ports.metrics());
    all.put("hachi_listen", "127.0.0.1");
    all.put("OPENFAAS_NAME", deployment.service());
    all.put("OPENFAAS_NAMESPACE", deployment.namespace());
    all.put("secret_mount_path", secrets.toString());
    all.put("UPSTREAM_PORT", "" + ports.upstream());
    all.putAll(stateful(traits, deployment, image, ports, join));
    all.replaceAll((name, value) -> value.replace(Traits.UPSTREAM_PORT, "" + ports.upstream()));
    return all;
  }

  private static Map<String, String> stateful(
      Traits traits, Deployment deployment, Images.Image image, Ports ports, List<Integer> join) {
    Map<String, String> variables = new TreeMap<>();
    if (traits.stateful()) {
      variables.put("hachi_namespace", deployment.namespace());
    }
    if (image.jar() != null && traits.mode().equals("actor")) {
      variables.put("hachi_jar", image.jar().toString());
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
