package dev.hachi.watchdog.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Where a function is: a jar, a folder with jars, or a Maven folder.
 *
 * @param given as the user wrote it, for messages
 * @param place the same, absolute and without links
 */
record FunctionFolder(Path given, Path place) {
  private static final String WAY_OUT = "; give a function's folder or jar";

  static FunctionFolder of(Path given) {
    if (!Files.exists(given)) {
      throw new Failure(given + " does not exist" + WAY_OUT);
    }
    if (!Files.isDirectory(given) && !isJar(given)) {
      throw new Failure(given + " is neither a folder nor a .jar file" + WAY_OUT);
    }
    try {
      return new FunctionFolder(given, given.toRealPath());
    } catch (IOException e) {
      throw new Failure(given + " cannot be read: " + e, e);
    }
  }

  /** The folder's name, which is likely its function's; null for a jar. */
  @Nullable String name() {
    Path name = place.getFileName();
    return name == null || !Files.isDirectory(place) ? null : name.toString();
  }

  /** The jar, or the folder with jars, that holds the function; a Maven folder's is built first. */
  Path built() {
    if (!Files.isDirectory(place)) {
      return place;
    }
    if (!Files.exists(place.resolve("pom.xml"))) {
      if (jars(place).isEmpty()) {
        throw new Failure(given + " has neither a pom.xml nor a jar" + WAY_OUT);
      }
      return place;
    }
    List<Path> jars = jars(place.resolve("target"));
    boolean fresh = jars.size() == 1 && !isOlder(jars.getFirst(), place, "pom.xml", "src");
    return fresh ? jars.getFirst() : build();
  }

  private Path build() {
    Hachi.say("building " + given);
    Maven.ofThisCheckout().build(place);
    List<Path> jars = jars(place.resolve("target"));
    if (jars.size() != 1) {
      throw new Failure(
          "%s must leave exactly one jar in its target folder, found %d"
              .formatted(given, jars.size()));
    }
    touch(jars.getFirst());
    return jars.getFirst();
  }

  /** Maven leaves a jar alone whose content did not change; then it would look stale for ever. */
  static void touch(Path jar) {
    try {
      Files.setLastModifiedTime(jar, FileTime.from(Instant.now()));
    } catch (IOException e) {
      throw new Failure(jar + " cannot be touched: " + e, e);
    }
  }

  /** Whether {@code jar} is missing or older than a file in one of {@code sources}. */
  static boolean isOlder(Path jar, Path folder, String... sources) {
    try {
      if (!Files.exists(jar)) {
        return true;
      }
      FileTime built = Files.getLastModifiedTime(jar);
      for (String source : sources) {
        if (isOlder(built, folder.resolve(source))) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      throw new Failure(folder + " cannot be read: " + e, e);
    }
  }

  private static boolean isOlder(FileTime built, Path source) throws IOException {
    if (!Files.exists(source)) {
      return false;
    }
    try (Stream<Path> files = Files.walk(source)) {
      return files.anyMatch(file -> lastModified(file).compareTo(built) > 0);
    }
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> jars(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(FunctionFolder::isJar).filter(FunctionFolder::isProduct).toList();
    } catch (IOException e) {
      throw new Failure(folder + " cannot be read: " + e, e);
    }
  }

  private static boolean isJar(Path file) {
    return file.toString().endsWith(".jar");
  }

  private static boolean isProduct(Path jar) {
    String name = String.valueOf(jar.getFileName());
    return !name.startsWith("original-")
        && !name.endsWith("-sources.jar")
        && !name.endsWith("-javadoc.jar")
        && !name.endsWith("-tests.jar");
  }
}
