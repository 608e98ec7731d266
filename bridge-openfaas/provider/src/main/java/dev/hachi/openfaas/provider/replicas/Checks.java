package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.contract.Refused;
import java.util.stream.Stream;

/** Checks of a deployment before it is accepted. Thread-safe. */
record Checks(Images images, SecretFiles secrets) {
  /**
   * What it runs.
   *
   * @throws Refused when something is wrong
   */
  Images.Image imageOf(Deployment deployment) {
    Images.Image image = images.find(deployment.image());
    Traits traits = Traits.of(deployment, image);
    traits.require(deployment.min());
    if (deployment.envProcess().isEmpty()
        && Stream.of("fprocess", "function_process")
            .noneMatch(n -> deployment.envVars().containsKey(n) || image.variables().containsKey(n))
        && !traits.mode().matches("actor|static")) {
      throw Refused.bad(
          "mode %s needs envProcess, the function's command".formatted(traits.mode()));
    }
    if (image instanceof Images.Container) {
      requireLines(deployment);
    }
    secrets.require(deployment);
    return image;
  }

  /** Engines read variables from a file of lines. */
  private static void requireLines(Deployment deployment) {
    deployment
        .envVars()
        .forEach((name, value) -> {
          if (value.matches("(?s).*[\\r\\n].*")) {
            throw Refused.bad(
                "the variable %s has several lines, which a container cannot get; use a secret"
                    .formatted(name));
          }
        });
  }
}
