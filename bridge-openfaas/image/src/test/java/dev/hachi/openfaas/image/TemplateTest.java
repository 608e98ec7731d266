package dev.hachi.openfaas.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;

/** The templates, as far as no container is needed: ImageTest builds and runs them. */
final class TemplateTest {
  private static final Pattern COPY = Pattern.compile("(?m)^COPY (?!--from)(.*) \\S+$");

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"java25-stateful", "node-stateful", "python3-stateful"})
  void faas_cli_finds_what_it_needs(String language) throws IOException {
    var template = Templates.FOLDER.resolve(language);

    var yaml =
        new ObjectMapper(new YAMLFactory()).readTree(template.resolve("template.yml").toFile());
    assertThat(yaml.path("language").asText()).isEqualTo(language);
    assertThat(yaml.properties())
        .extracting(Map.Entry::getKey)
        .isSubsetOf("language", "fprocess", "welcome_message");
    assertThat(yaml.path("welcome_message").asText()).contains("HACHI_IMAGE", "hachi_function");
    assertThat(template.resolve("function")).isNotEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java25-stateful", "node-stateful", "python3-stateful"})
  void its_dockerfile_copies_what_is_there(String language) throws IOException {
    var build = Templates.generate(language, folder);

    var copied = COPY.matcher(Files.readString(build.resolve("Dockerfile"))).results().toList();

    assertThat(copied).isNotEmpty();
    for (var copy : copied) {
      for (var source : List.of(copy.group(1).split(" ", -1))) {
        try (var found =
            Files.newDirectoryStream(
                build.resolve(source).getParent(),
                build.resolve(source).getFileName().toString())) {
          assertThat(found).as(source).isNotEmpty();
        }
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "node-stateful/hachi.js, node-cart/hachi.js",
    "python3-stateful/hachi.py, python-counter/hachi.py"
  })
  void the_sdk_of_a_template_is_that_of_the_sample(String template, String sample) {
    assertThat(Templates.FOLDER.resolve(template))
        .hasSameTextualContentAs(Path.of("..", "..", "samples").resolve(sample));
  }

  @Test
  void the_function_in_java_compiles_and_passes_its_test() throws IOException {
    var classes = compile(Templates.generate("java25-stateful", folder).resolve("function/src"));

    try (var loader = new URLClassLoader(new URL[] {classes.toUri().toURL()})) {
      var summary = new SummaryGeneratingListener();
      Thread.currentThread().setContextClassLoader(loader);
      LauncherFactory.create()
          .execute(
              LauncherDiscoveryRequestBuilder.request()
                  .selectors(DiscoverySelectors.selectClass(loader, "function.GreeterTest"))
                  .build(),
              summary);

      assertThat(summary.getSummary().getFailures()).isEmpty();
      assertThat(summary.getSummary().getTestsSucceededCount()).isEqualTo(2);
    } finally {
      Thread.currentThread().setContextClassLoader(TemplateTest.class.getClassLoader());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "node-stateful, node, --test",
    "python3-stateful, python3, -m unittest discover -p *_test.py"
  })
  void a_function_in_another_language_passes_its_test(
      String language, String program, String arguments) throws Exception {
    assumeThat(Shell.has(program)).as(program + " is on the PATH").isTrue();
    var function = Templates.generate(language, folder).resolve("function");

    var command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments.split(" ", -1)));
    Shell.run(1, function, Map.of(), command);
  }

  @ParameterizedTest
  @CsvSource({"node-stateful, node, index.js", "python3-stateful, python3, index.py"})
  void its_process_names_its_handlers(String language, String program, String file)
      throws Exception {
    assumeThat(Shell.has(program)).as(program + " is on the PATH").isTrue();
    var url = "http://127.0.0.1:" + freePort();
    var builder =
        new ProcessBuilder(program, file).directory(Templates.generate(language, folder).toFile());
    builder.environment().put("upstream_url", url);
    var process =
        builder.redirectErrorStream(true).redirectOutput(folder.resolve("log").toFile()).start();
    try (var client = HttpClient.newHttpClient()) {
      var greeting =
          HttpRequest.newBuilder(URI.create(url + "/_hachi/protocol"))
              .timeout(Duration.ofSeconds(5))
              .build();

      await()
          .atMost(Duration.ofSeconds(30))
          .ignoreExceptions()
          .untilAsserted(() ->
              assertThat(client.send(greeting, BodyHandlers.ofString()).body().replace(" ", ""))
                  .isEqualTo("{\"versions\":[1],\"handlers\":[\"greet\",\"visits\"]}"));
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private Path compile(Path sources) throws IOException {
    var classes = Files.createDirectory(folder.resolve("classes"));
    var compiler = ToolProvider.getSystemJavaCompiler();
    var said = new StringWriter();
    try (var files = compiler.getStandardFileManager(null, null, null);
        var all = Files.walk(sources)) {
      var units =
          files.getJavaFileObjectsFromPaths(
              all.filter(file -> file.toString().endsWith(".java")).toList());
      var options =
          List.of(
              "-parameters",
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"));
      assertThat(compiler.getTask(said, files, null, options, null, units).call())
          .as(said.toString())
          .isTrue();
    }
    return classes;
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
