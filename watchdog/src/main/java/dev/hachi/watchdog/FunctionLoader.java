package dev.hachi.watchdog;

import dev.hachi.function.StatefulFunction;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds and loads the function's class in a jar, or in a folder with jars or classes. */
final class FunctionLoader {
  private final Path place;

  private FunctionLoader(Path place) {
    this.place = place;
  }

  /**
   * The class with {@link StatefulFunction}; initialised by its first use, not here.
   *
   * @param className the class to take; null when there is only one
   * @throws StartException when there is none, or no single one
   */
  static Class<?> load(Path place, @Nullable String className) {
    if (!Files.exists(place)) {
      throw new StartException(
          "hachi_jar is \"%s\", which does not exist; it is a jar, or a folder with jars or classes"
              .formatted(place));
    }
    try {
      return new FunctionLoader(place).load(className);
    } catch (IOException e) {
      throw new StartException("hachi_jar \"%s\" cannot be read: %s".formatted(place, e), e);
    }
  }

  private Class<?> load(@Nullable String className) throws IOException {
    List<Path> places = places();
    // Open as long as the process: the function loads its classes on their first use.
    @SuppressWarnings("resource")
    FunctionClassLoader loader = new FunctionClassLoader(urls(places));
    return className == null ? only(loader, places) : named(loader, className);
  }

  private Class<?> named(ClassLoader loader, String className) {
    Class<?> type = loadClass(loader, className);
    if (!type.isAnnotationPresent(StatefulFunction.class)) {
      throw new StartException(
          "hachi_class is \"%s\", which has no @StatefulFunction".formatted(className));
    }
    return type;
  }

  private Class<?> only(ClassLoader loader, List<Path> places) throws IOException {
    List<Class<?>> found = new ArrayList<>();
    for (String name : ClassScan.mentions(places, StatefulFunction.class.descriptorString())) {
      Class<?> type = loadClass(loader, name);
      if (type.isAnnotationPresent(StatefulFunction.class)) {
        found.add(type);
      }
    }
    if (found.isEmpty()) {
      throw new StartException(
          "hachi_jar \"%s\" has no class with @StatefulFunction".formatted(place));
    }
    if (found.size() > 1) {
      List<String> names = found.stream().map(Class::getName).sorted().toList();
      throw new StartException(
          "hachi_jar \"%s\" has %d classes with @StatefulFunction, %s; name one in hachi_class"
              .formatted(place, names.size(), String.join(", ", names)));
    }
    return found.getFirst();
  }

  private Class<?> loadClass(ClassLoader loader, String name) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException | LinkageError e) {
      throw new StartException(
          "class \"%s\" cannot be loaded from hachi_jar \"%s\": %s".formatted(name, place, e), e);
    }
  }

  /** What the class path has: the jar itself, or the folder and every jar below it. */
  private List<Path> places() throws IOException {
    if (!Files.isDirectory(place)) {
      return List.of(place);
    }
    try (Stream<Path> files = Files.walk(place)) {
      Stream<Path> jars = files.filter(file -> file.toString().endsWith(".jar")).sorted();
      return Stream.concat(Stream.of(place), jars).toList();
    }
  }

  private static List<URL> urls(List<Path> places) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (Path path : places) {
      urls.add(path.toUri().toURL());
    }
    return urls;
  }
}
