package dev.hachi.openfaas.provider;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.contract.Json;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.replicas.Fleet;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The samples of the checkout.
 *
 * @param root of the checkout
 */
record Samples(Path root) {
  /** So that they tell each other: {@code visits} tells {@code counter}. */
  private static final Map<String, String> ONE_CLUSTER = Map.of("hachi-cluster", "shop");

  /** Makes the registry file, with the folders of the samples, unless it is there. */
  void register(Path registry) throws IOException {
    if (Files.exists(registry)) {
      return;
    }
    Map<String, String> names = new TreeMap<>();
    try (Stream<Path> folders = Files.list(root.resolve("samples"))) {
      folders.filter(Files::isDirectory).forEach(f -> names.put("" + f.getFileName(), "" + f));
    }
    Files.writeString(registry, Json.text(names).replace("\",\"", "\",\n \"") + "\n");
  }

  /** Deploys those that are not deployed yet. */
  void deploy(Fleet fleet) {
    var there = fleet.deployments("openfaas-fn").stream().map(Deployment::service).toList();
    for (Deployment sample : all()) {
      if (!there.contains(sample.service())) {
        try {
          fleet.deploy(sample);
        } catch (Refused e) {
          Say.line("sample %s is left out: %s".formatted(sample.service(), e.sentence()));
        }
      }
    }
  }

  private static List<Deployment> all() {
    var cart = deployment("cart", "", Map.of("hachi_class", "dev.hachi.samples.cart.Cart"));
    var python =
        deployment(
            "python-counter",
            "python3 counter.py",
            Map.of(
                "mode",
                "http",
                "stateful",
                "true",
                "upstream_url",
                "http://127.0.0.1:$UPSTREAM_PORT"));
    var samples =
        Stream.of(cart, deployment("counter", "", Map.of()), deployment("visits", "", Map.of()));
    return Stream.concat(samples, Stream.of(python).filter(_ -> isOnPath("python3"))).toList();
  }

  private static Deployment deployment(String name, String command, Map<String, String> variables) {
    return new Deployment(
        name,
        name,
        null,
        command,
        variables,
        null,
        null,
        name.matches("counter|visits") ? ONE_CLUSTER : Map.of(),
        null,
        null,
        null,
        false);
  }

  private static boolean isOnPath(String program) {
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(File.pathSeparator))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
