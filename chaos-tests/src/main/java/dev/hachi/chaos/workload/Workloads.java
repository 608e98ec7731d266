package dev.hachi.chaos.workload;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.ToolProvider;

/** The workloads that have names, and those of users. */
public final class Workloads {
  public static final List<String> NAMES = List.of("register", "counter", "bank", "timers");

  private static final double READS = 0.5;

  private Workloads() {}

  /** The one with that name, or the class in that source file. */
  public static Workload of(String nameOrFile, int keys) throws IOException {
    return switch (nameOrFile) {
      case "register" -> new RegisterWorkload(keys);
      case "counter" -> new CounterWorkload(keys, READS);
      case "bank" -> new BankWorkload(keys);
      case "timers" -> new TimersWorkload(keys);
      default -> compiled(nameOrFile);
    };
  }

  private static Workload compiled(String file) throws IOException {
    var source = Path.of(file);
    if (!file.endsWith(".java") || !Files.isRegularFile(source)) {
      throw new IllegalArgumentException(
          "--workload must be one of %s or a Java source file, was %s"
              .formatted(String.join(", ", NAMES), file));
    }
    var classes = Files.createTempDirectory("hachi-workload");
    var code =
        ToolProvider.getSystemJavaCompiler()
            .run(
                null,
                null,
                null,
                "-cp",
                System.getProperty("java.class.path"),
                "-d",
                classes.toString(),
                file);
    if (code != 0) {
      throw new IllegalArgumentException(file + " does not compile; the reason is above");
    }
    return loaded(classes, file);
  }

  private static Workload loaded(Path classes, String file) throws IOException {
    var urls = new URL[] {classes.toUri().toURL()};
    // Not closed: the workload may load more of its classes until the end.
    var loader = new URLClassLoader(urls, Workloads.class.getClassLoader());
    try (var files = Files.walk(classes)) {
      for (var found : files.filter(path -> path.toString().endsWith(".class")).toList()) {
        var name = classes.relativize(found).toString().replace('/', '.');
        var type = loader.loadClass(name.substring(0, name.length() - ".class".length()));
        if (Workload.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers())) {
          var constructor = type.getDeclaredConstructor();
          constructor.setAccessible(true);
          return (Workload) constructor.newInstance();
        }
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          file + " needs a class with a constructor without parameters: " + e, e);
    }
    throw new IllegalArgumentException(file + " has no class that implements Workload");
  }
}
