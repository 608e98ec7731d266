package dev.hachi.openfaas.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The image of the watchdog and what is made with it, built and run. In the profile image. */
final class ImageTest {
  private static final Path COUNTER = Path.of("..", "..", "samples", "counter", "target");
  private static final long FUNCTION_BYTES_MAX = 64 * 1024;

  @TempDir private Path folder;
  private String container = "";

  @BeforeAll
  static void buildImage() throws Exception {
    assumeThat(System.getProperty("user.name")).as("root").isEqualTo("root");
    for (var program : List.of("buildah", "debootstrap", "unshare")) {
      assumeThat(Shell.has(program)).as(program + " is on the PATH").isTrue();
    }
    Buildah.buildHachi();
  }

  @BeforeEach
  void createContext() throws IOException {
    Files.createDirectories(folder.resolve("context"));
  }

  @AfterEach
  void removeContainer() throws Exception {
    if (!container.isEmpty()) {
      Buildah.run("rm", container);
    }
  }

  @Test
  void a_function_with_state_runs_without_root_on_a_root_that_is_read_only() throws Exception {
    buildCounter();
    var config = Buildah.config("localhost/counter-test");
    assertThat(config.at("/Cmd/0").asText()).isEqualTo("fwatchdog");
    assertThat(config.at("/User").asText()).isEqualTo("12000");
    assertThat(config.at("/Env").toString()).contains("\"mode=actor\"", "\"hachi_listen=0.0.0.0\"");
    assertThat(config.at("/Healthcheck/Test/1").asText()).isEqualTo("[ -e /tmp/.lock ] || exit 1");

    var begin = System.nanoTime();
    try (var counter = start("localhost/counter-test", "mode=actor")) {
      awaitReady(counter);
      System.out.println("ready after " + Duration.ofNanos(System.nanoTime() - begin));

      assertThat(counter.post("/alice/add", "5")).isEqualTo("5");
      assertThat(counter.post("/alice/add", "5")).isEqualTo("10");
      assertThat(counter.status()).contains("Uid:\t12000\t12000", "Name:\tjava");
      assertThat(counter.sees("/tmp/.lock")).isTrue();
      assertThat(counter.terminate()).isZero();
      // The JVM says so when the cache does not fit.
      assertThat(counter.log()).doesNotContain("[aot]").doesNotContain("[cds]");
    }
  }

  @Test
  void a_change_of_a_function_ships_kilobytes() throws Exception {
    buildCounter();

    var layers = Buildah.layers("localhost/counter-test", folder.resolve("pushed"));

    System.out.println("layers in bytes, compressed: " + layers);
    assertThat(layers).hasSizeGreaterThan(8);
    assertThat(layers.getLast()).isLessThan(FUNCTION_BYTES_MAX);
  }

  @Test
  void one_copy_makes_a_function_of_an_image_without_java_and_c_library() throws Exception {
    Files.writeString(
        folder.resolve("context/Dockerfile"),
        """
        FROM %s AS hachi
        FROM localhost/hachi-debian AS debian
        FROM scratch
        COPY --from=debian /bin/busybox /bin/busybox
        RUN ["/bin/busybox", "sh", "-c", "/bin/busybox --install -s /bin; /bin/busybox mkdir -p /tmp /proc /dev /home/app"]
        COPY --from=hachi /hachi /
        CMD ["fwatchdog"]
        """
            .formatted(Buildah.HACHI));
    Buildah.build(folder.resolve("context"), "localhost/busybox-test");

    try (var upper = start("localhost/busybox-test", "fprocess=tr a-z A-Z")) {
      awaitReady(upper);

      assertThat(upper.post("/", "hello")).isEqualTo("HELLO");
      assertThat(upper.log()).doesNotContain("[aot]").doesNotContain("[cds]");
    }
  }

  @Test
  void the_template_in_java_builds_tests_and_runs() throws Exception {
    var context = Templates.generate("java25-stateful", folder);
    Buildah.build(
        context,
        "localhost/greeter-test",
        "HACHI_IMAGE=" + Buildah.HACHI,
        "MAVEN_IMAGE=" + Buildah.maven());

    try (var greeter = start("localhost/greeter-test", "mode=actor")) {
      greets(greeter);
    }
  }

  @Test
  void the_template_in_javascript_builds_tests_and_runs() throws Exception {
    assumeThat(Shell.has("npm")).as("npm is on the PATH").isTrue();
    var context = Templates.generate("node-stateful", folder);
    Buildah.build(
        context, "localhost/node-test", "HACHI_IMAGE=" + Buildah.HACHI, "NODE_IMAGE=" + node());

    try (var greeter =
        start(
            "localhost/node-test",
            "mode=http",
            "stateful=true",
            "hachi_function=greeter",
            "fprocess=node index.js",
            "upstream_url=http://127.0.0.1:" + Container.freePort(),
            "healthcheck_interval=1s")) {
      greets(greeter);
    }
  }

  private static void greets(Container greeter) throws IOException {
    awaitReady(greeter);

    assertThat(greeter.post("/ann/greet", "\"Ann\"")).isEqualTo("\"Hello Ann, visit 1\"");
    assertThat(greeter.post("/ann/greet", "\"Ann\"")).isEqualTo("\"Hello Ann, visit 2\"");
    assertThat(greeter.get("/ann/visits").body()).isEqualTo("2");
  }

  private void buildCounter() throws Exception {
    try (var jars = Files.newDirectoryStream(COUNTER, "counter-*.jar")) {
      Files.copy(jars.iterator().next(), folder.resolve("context/counter.jar"));
    }
    Files.writeString(
        folder.resolve("context/Dockerfile"),
        "FROM " + Buildah.HACHI + "\nCOPY counter.jar /home/app/function/\n");
    Buildah.build(folder.resolve("context"), "localhost/counter-test");
  }

  /**
   * The Node of this machine with the libraries that Debian's root lacks, as nothing can be pulled.
   */
  private static String node() throws Exception {
    var image = "localhost/hachi-node-test";
    var container = Buildah.from("localhost/hachi-debian");
    var found =
        "mkdir -p bin lib && cp -L $(command -v node) bin/ &&"
            + " cp -L $(ldd bin/node | grep -o '/[^ ]*\\(stdc\\|gcc_s\\)[^ ]*') lib/ &&"
            + " cp -rL $(npm root -g)/npm lib/npm";
    var files = Files.createTempDirectory("node");
    Shell.run(1, files, Map.of(), List.of("sh", "-ec", found));
    Buildah.run("copy", "-q", container, files.toString(), "/usr/local");
    Buildah.run(
        "run",
        container,
        "--",
        "sh",
        "-ec",
        "ldconfig; ln -s ../lib/npm/bin/npm-cli.js /usr/local/bin/npm");
    Buildah.run("commit", "-q", "--rm", container, image);
    Shell.run(1, Path.of(""), Map.of(), List.of("rm", "-r", files.toString()));
    return image;
  }

  private Container start(String image, String... environment) throws Exception {
    container = Buildah.from(image);
    var root = Buildah.run("mount", container);
    return Container.start(root, folder.resolve("container.log"), environment);
  }

  private static void awaitReady(Container container) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(20))
        .until(container::isReady);
  }
}
