package dev.hachi.watchdog;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/**
 * An Express app in the shape of OpenFaaS' Node templates; skipped where node or npm is missing, or
 * npm cannot get Express.
 */
class ExpressAppTest extends TemplateAppFixture {
  private static final Path INSTALLED = Path.of("target", "express").toAbsolutePath();

  @BeforeAll
  static void start(@TempDir Path folder) throws Exception {
    Programs.runOrSkip("there is no node", "node", "--version");
    install();
    Path modules = INSTALLED.resolve("node_modules");
    Files.createSymbolicLink(folder.resolve("node_modules"), modules);
    start("express", folder, "node index.js");
  }

  private static void install() throws Exception {
    if (!Files.exists(INSTALLED.resolve("package-lock.json"))) {
      Files.createDirectories(INSTALLED);
      Programs.runOrSkip(
          "npm cannot install express@4",
          "npm",
          "install",
          "express@4",
          "--prefix",
          INSTALLED.toString(),
          "--ignore-scripts",
          "--no-audit",
          "--no-fund");
    }
  }
}
