package dev.hachi.openfaas.provider.replicas;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The watchdog as it was built.
 *
 * @param root of the checkout
 */
public record Product(Path root) {
  /**
   * The command that starts one, up to its class; faster when a start was recorded.
   *
   * @param more for the end of its class path; empty for nothing
   */
  List<String> command(String mark, String more) throws IOException {
    Path target = root.resolve("watchdog/target");
    Path jar = jar(target);
    Path cache = target.resolve("hachi.aot");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add(mark);
    command.add("@" + target.resolve("jvm.options"));
    if (Files.exists(cache)
        && Files.size(cache) > 0
        && Files.getLastModifiedTime(cache).compareTo(Files.getLastModifiedTime(jar)) > 0) {
      command.add("-XX:AOTCache=" + cache);
    }
    String classPath = more.isEmpty() ? jar.toString() : jar + File.pathSeparator + more;
    command.addAll(List.of("-cp", classPath, "dev.hachi.watchdog.Watchdog"));
    return command;
  }

  private static Path jar(Path target) throws IOException {
    try (DirectoryStream<Path> jars = Files.newDirectoryStream(target, "hachi-watchdog-*.jar")) {
      for (Path jar : jars) {
        return jar;
      }
    }
    throw new IOException("no hachi-watchdog jar in " + target + "; run mvn package");
  }
}
