package dev.hachi.watchdog.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A function packed for a test. */
final class FunctionJar {
  private FunctionJar() {}

  static void write(Path jar, Class<?>... types) throws IOException {
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (var type : types) {
        var file = type.getName().replace('.', '/') + ".class";
        out.putNextEntry(new JarEntry(file));
        try (var content = type.getClassLoader().getResourceAsStream(file)) {
          Objects.requireNonNull(content, file).transferTo(out);
        }
      }
    }
  }
}
