package dev.hachi.openfaas.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The templates, and what faas-cli does with them. */
final class Templates {
  static final Path FOLDER = Path.of("..", "template");

  private Templates() {}

  /** A new function as faas-cli hands it to the builder: the template, its function replaced. */
  static Path generate(String language, Path target) throws IOException {
    var handler = target.resolve("handler");
    copy(FOLDER.resolve(language).resolve("function"), handler);
    var build = target.resolve("build");
    copy(FOLDER.resolve(language), build);
    copy(handler, build.resolve("function"));
    return build;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
        }
      }
    }
  }
}
