package dev.hachi.openfaas.provider;

import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** The folder with the built watchdog and samples. */
final class Checkout {
  private Checkout() {}

  static Path root() {
    for (var folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("watchdog/target"))) {
        return folder;
      }
    }
    throw new IllegalStateException("no watchdog/target here or above; run mvn package");
  }

  /** Of a provider in this process, on a free port. */
  static Settings settings(Path data) {
    return new Settings(
        InetAddress.getLoopbackAddress(), 0, 0, data, root(), root(), Duration.ofSeconds(60));
  }
}
