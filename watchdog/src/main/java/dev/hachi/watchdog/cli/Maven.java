package dev.hachi.watchdog.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Builds functions by a child process of Maven, whose output goes to stderr.
 *
 * @param root the checkout of Hachi
 */
record Maven(Path root) {
  /** Set by the launcher; the folder of the checkout. */
  private static final String ROOT = "hachi.root";

  // What Maven's own libraries need on this JDK to be silent.
  private static final String QUIET =
      "--enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow";

  static Maven ofThisCheckout() {
    String root = System.getProperty(ROOT);
    if (root == null) {
      throw new Failure("a folder is built by ./hachi of a checkout only; give a jar instead");
    }
    return new Maven(Path.of(root));
  }

  /** Packages {@code folder}: a sample with the modules it needs, a user's with our API at hand. */
  void build(Path folder) {
    if (isModule(folder)) {
      inCheckout("package", root.relativize(folder).toString());
      return;
    }
    installApi();
    Path pom = folder.resolve("pom.xml");
    // A user's pom.xml need not select a JDK.
    Map<String, String> java25 = Map.of("JAVA_HOME", javaHome(), "MAVEN_OPTS", options());
    run(folder, folder.toString(), java25, List.of("-f", pom.toString(), "package"));
  }

  private boolean isModule(Path folder) {
    try {
      return folder.startsWith(root)
          && Files.readString(root.resolve("pom.xml"))
              .contains("<module>" + root.relativize(folder) + "</module>");
    } catch (IOException e) {
      throw new Failure(root.resolve("pom.xml") + " cannot be read: " + e, e);
    }
  }

  private void installApi() {
    String version = String.valueOf(Hachi.version());
    Path installed =
        Path.of(System.getProperty("user.home"), ".m2/repository/dev/hachi/hachi-api")
            .resolve(version)
            .resolve("hachi-api-" + version + ".jar");
    if (FunctionFolder.isOlder(
        installed, root, "pom.xml", "runtime/api/pom.xml", "runtime/api/src")) {
      Hachi.say("installing hachi-api into the local Maven repository");
      inCheckout("install", "runtime/api");
      if (Files.exists(installed)) {
        FunctionFolder.touch(installed);
      }
    }
  }

  /** Maven may run on an older JDK here: our build selects the right one itself. */
  private void inCheckout(String phase, String module) {
    run(
        root,
        module,
        Map.of("JAVA25_HOME", javaHome()),
        List.of("-Dspotless.check.skip=true", "-pl", module, "-am", phase));
  }

  private static String javaHome() {
    return System.getProperty("java.home");
  }

  private static String options() {
    String given = System.getenv("MAVEN_OPTS");
    return given == null ? QUIET : QUIET + " " + given;
  }

  private static void run(
      Path folder, String what, Map<String, String> environment, List<String> arguments) {
    List<String> command = new ArrayList<>(List.of("mvn", "-q", "-B", "-DskipTests"));
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    int code = waitFor(start(builder));
    if (code != 0) {
      throw new Failure("building " + what + " failed; the reason is above");
    }
  }

  private static Process start(ProcessBuilder builder) {
    try {
      return builder.start();
    } catch (IOException e) {
      throw new Failure("a folder is built by Maven, which cannot be started; install mvn", e);
    }
  }

  private static int waitFor(Process process) {
    try {
      process.getOutputStream().close();
      process.getInputStream().transferTo(System.err);
      return process.waitFor();
    } catch (IOException e) {
      throw new Failure("the output of mvn cannot be read: " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Failure("interrupted while mvn ran", e);
    }
  }
}
