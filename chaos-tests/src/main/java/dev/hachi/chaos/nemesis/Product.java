package dev.hachi.chaos.nemesis;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is put to the test, as it was built.
 *
 * @param root of the checkout
 * @param watchdog its jar
 * @param options the JVM's options for it
 * @param functions the jar of the functions that are made for this
 */
public record Product(Path root, Path watchdog, Path options, Path functions) {
  /** The one in this folder or the nearest above it. */
  public static Product find() {
    var here = Path.of(System.getProperty("hachi.root", "")).toAbsolutePath();
    for (var folder = here; folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("watchdog/target"))) {
        return in(folder);
      }
    }
    throw new IllegalStateException(
        "no watchdog/target in %s or above; run mvn package in the checkout".formatted(here));
  }

  private static Product in(Path root) {
    var target = root.resolve("watchdog/target");
    return new Product(
        root,
        only(target, "hachi-watchdog-*.jar"),
        target.resolve("jvm.options"),
        only(root.resolve("chaos-tests/functions/target"), "hachi-chaos-functions-*.jar"));
  }

  /** The jar of one of the samples. */
  public Path sample(String function) {
    return only(root.resolve("samples/" + function + "/target"), function + "-*.jar");
  }

  /** The jar of this, which is also the agent that plants bugs. */
  public Path chaosTests() {
    return only(root.resolve("chaos-tests/target"), "hachi-chaos-tests-*.jar");
  }

  /** The jar of one release of a function that is updated. */
  public Path release(String name) {
    return only(
        root.resolve("chaos-tests/functions/target/releases"),
        "hachi-chaos-functions-*-" + name + ".jar");
  }

  /** The jar of a user's function: one itself, or the folder after mvn package. */
  public static Path jarOf(Path function) {
    return Files.isDirectory(function)
        ? only(function.resolve("target").toAbsolutePath(), "*.jar")
        : function.toAbsolutePath();
  }

  /** The only file of that kind in {@code folder}. */
  public static Path only(Path folder, String pattern) {
    var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
    try (var files = Files.list(folder)) {
      var jars = files.filter(file -> matcher.matches(file.getFileName())).toList();
      if (jars.size() != 1) {
        throw new IllegalStateException(
            "%s must have one %s, has %s; run mvn package".formatted(folder, pattern, jars));
      }
      return jars.getFirst();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The command that starts a replica; faster when {@code ./hachi} has recorded a start. */
  List<String> command() throws IOException {
    var cache = root.resolve("watchdog/target/hachi.aot");
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("@" + options);
    if (Files.exists(cache) && Files.size(cache) > 0 && isNewer(cache, watchdog)) {
      command.add("-XX:AOTCache=" + cache);
    }
    command.addAll(List.of("-cp", watchdog.toString(), "dev.hachi.watchdog.Watchdog"));
    return command;
  }

  private static boolean isNewer(Path one, Path other) throws IOException {
    return Files.getLastModifiedTime(one).compareTo(Files.getLastModifiedTime(other)) > 0;
  }
}
