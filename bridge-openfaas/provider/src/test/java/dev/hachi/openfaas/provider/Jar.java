package dev.hachi.openfaas.provider;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar of classes of these tests. */
final class Jar {
  private Jar() {}

  /** With {@code type} and the classes in it. */
  static Path of(Path file, Class<?> type) throws IOException, URISyntaxException {
    return of(file, type, "");
  }

  /** With a {@code reference.conf} beside them, unless that is empty. */
  static Path of(Path file, Class<?> type, String reference)
      throws IOException, URISyntaxException {
    var root = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    var folder = root.resolve(type.getPackageName().replace('.', '/'));
    try (var jar = new JarOutputStream(Files.newOutputStream(file));
        var classes = Files.newDirectoryStream(folder, type.getSimpleName() + "{,$*}.class")) {
      for (var one : classes) {
        add(jar, root.relativize(one).toString(), Files.readAllBytes(one));
      }
      if (!reference.isEmpty()) {
        add(jar, "reference.conf", reference.getBytes(StandardCharsets.UTF_8));
      }
    }
    return file;
  }

  private static void add(JarOutputStream jar, String name, byte[] bytes) throws IOException {
    jar.putNextEntry(new JarEntry(name));
    jar.write(bytes);
    jar.closeEntry();
  }
}
