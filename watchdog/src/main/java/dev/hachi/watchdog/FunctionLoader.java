package dev.hachi.watchdog;

import dev.hachi.function.StatefulFunction;
import dev.hachi.runtime.Functions;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds and loads the functions in a jar, or in a folder with jars or classes. */
final class FunctionLoader {
  private final Path place;

  private FunctionLoader(Path place) {
    this.place = place;
  }

  /**
   * All functions of {@code place} and the one that answers HTTP; initialised by their first use,
   * not here.
   *
   * @throws StartException when there is none, or none is chosen
   */
  static Functions load(Path place, FunctionChoice choice) {
    if (!Files.exists(place)) {
      throw new StartException(
          "hachi_jar is \"%s\", which does not exist; it is a jar, or a folder with jars or classes"
              .formatted(place));
    }
    try {
      return new FunctionLoader(place).load(choice);
    } catch (IOException e) {
      throw new StartException("hachi_jar \"%s\" cannot be read: %s".formatted(place, e), e);
    }
  }

  /** The names of all functions of {@code place}, in order. */
  static List<String> names(Path place) throws IOException {
    FunctionLoader functions = new FunctionLoader(place);
    List<Path> places = functions.places();
    try (FunctionClassLoader loader = new FunctionClassLoader(urls(places))) {
      return functions.found(loader, places).stream().map(FunctionLoader::name).toList();
    }
  }

  private Functions load(FunctionChoice choice) throws IOException {
    List<Path> places = places();
    // Open as long as the process: the function loads its classes on their first use.
    @SuppressWarnings("resource")
    FunctionClassLoader loader = new FunctionClassLoader(urls(places));
    List<Class<?>> found = found(loader, places);
    String className = choice.className();
    Class<?> main = className == null ? chosen(found, choice) : named(loader, className);
    return new Functions(choice.name(), main, found.stream().filter(type -> type != main).toList());
  }

  /** The classes with the annotation, by their functions' names. */
  private List<Class<?>> found(ClassLoader loader, List<Path> places) throws IOException {
    List<Class<?>> found = new ArrayList<>();
    for (String name : ClassScan.mentions(places, StatefulFunction.class.descriptorString())) {
      Class<?> type = loadClass(loader, name);
      if (type.isAnnotationPresent(StatefulFunction.class)) {
        found.add(type);
      }
    }
    found.sort(Comparator.comparing(FunctionLoader::name).thenComparing(Class::getName));
    return found;
  }

  private Class<?> named(ClassLoader loader, String className) {
    Class<?> type = loadClass(loader, className);
    if (!type.isAnnotationPresent(StatefulFunction.class)) {
      throw new StartException(
          "hachi_class is \"%s\", which has no @StatefulFunction".formatted(className));
    }
    return type;
  }

  private Class<?> chosen(List<Class<?>> found, FunctionChoice choice) {
    if (found.isEmpty()) {
      throw new StartException(
          "hachi_jar \"%s\" has no class with @StatefulFunction".formatted(place));
    }
    if (found.size() == 1) {
      return found.getFirst();
    }
    String name = choice.name() == null ? choice.likely() : choice.name();
    List<Class<?>> fitting = found.stream().filter(type -> name(type).equals(name)).toList();
    if (fitting.size() == 1) {
      return fitting.getFirst();
    }
    throw new StartException(unclear(found, choice.name(), fitting.size()));
  }

  private String unclear(List<Class<?>> found, @Nullable String name, int fitting) {
    List<String> functions =
        found.stream().map(type -> name(type) + " (" + type.getName() + ")").toList();
    String jar =
        "hachi_jar \"%s\" has %d functions, %s"
            .formatted(place, found.size(), String.join(", ", functions));
    if (name == null) {
      return jar + "; name the one that answers HTTP in hachi_function or hachi_class";
    }
    return fitting == 0
        ? jar + "; hachi_function is \"%s\", which none of them has as its name".formatted(name)
        : jar + "; \"%s\" is the name of %d, so choose by hachi_class".formatted(name, fitting);
  }

  private static String name(Class<?> type) {
    return type.getAnnotation(StatefulFunction.class).value();
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
