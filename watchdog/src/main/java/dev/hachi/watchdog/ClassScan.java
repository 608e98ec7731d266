package dev.hachi.watchdog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** Searches class files for a string, without loading a class. */
final class ClassScan {
  private static final String SUFFIX = ".class";

  private ClassScan() {}

  /** The names of the classes in {@code places} whose files contain {@code text}. */
  static List<String> mentions(List<Path> places, String text) throws IOException {
    List<String> names = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        inFolder(place, text, names);
      } else {
        inJar(place, text, names);
      }
    }
    return names.stream().distinct().toList();
  }

  private static void inFolder(Path folder, String text, List<String> names) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).filter(ClassScan::isClass).toList();
    }
    for (Path file : files) {
      if (contains(Files.readAllBytes(file), text)) {
        names.add(name(folder.relativize(file).toString().replace('\\', '/')));
      }
    }
  }

  private static void inJar(Path jar, String text, List<String> names) throws IOException {
    try (JarFile file = new JarFile(jar.toFile())) {
      List<JarEntry> entries =
          file.stream()
              .filter(entry -> entry.getName().endsWith(SUFFIX))
              .filter(entry -> !entry.getName().startsWith("META-INF/"))
              .toList();
      for (JarEntry entry : entries) {
        try (InputStream content = file.getInputStream(entry)) {
          if (contains(content.readAllBytes(), text)) {
            names.add(name(entry.getName()));
          }
        }
      }
    }
  }

  private static boolean isClass(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  private static boolean contains(byte[] classFile, String text) {
    return new String(classFile, StandardCharsets.ISO_8859_1).contains(text);
  }

  private static String name(String path) {
    return path.substring(0, path.length() - SUFFIX.length()).replace('/', '.');
  }
}
