package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real {@code faas-cli}, whose path is in the system property {@code faas.cli}. */
final class FaasCliTest {
  private static final String CLI = System.getProperty("faas.cli", "");
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir private static Path folder;
  private static Provider provider;

  private record Said(int code, String text) {}

  @BeforeAll
  static void start() throws Exception {
    if (CLI.isEmpty()) {
      System.err.println("skipped: the system property faas.cli does not name a faas-cli");
    }
    assumeThat(CLI).as("the path of a faas-cli").isNotEmpty();
    var data = Files.createDirectories(folder.resolve("data"));
    Files.writeString(data.resolve("registry.json"), "{\"counter\":\"samples/counter\"}");
    provider = new Provider(Checkout.settings(data));
    var password = Files.readString(data.resolve("basic-auth-password"));
    assertThat(run(password, "login", "--password-stdin")).contains("credentials saved");
  }

  @AfterAll
  static void stop() throws IOException {
    if (provider != null) {
      provider.close();
    }
  }

  @Test
  void a_function_is_deployed_called_watched_updated_and_removed() throws Exception {
    run("", "deploy", "--image", "local", "--name", "shout", "--fprocess", "tr a-z A-Z");
    assertThat(run("hello", "invoke", "shout")).isEqualTo("HELLO");
    assertThat(run("", "list")).containsPattern("shout +\t? *1 +\t? *1");
    assertThat(run("", "describe", "shout")).containsPattern("Status: +Ready");
    assertThat(run("", "logs", "shout", "--tail=false"))
        .contains("POST / - 200 - ContentLength: 5B");

    run("", "deploy", "--image", "local", "--name", "shout", "--fprocess", "tr a-z b-za");
    await().atMost(PATIENCE).until(() -> run("hal", "invoke", "shout").equals("ibm"));

    run("", "remove", "shout");
    assertThat(cli("", "invoke", "shout").text()).contains("404");
  }

  @Test
  void a_sample_is_deployed_by_its_stack_and_keeps_state() throws Exception {
    var stack = Checkout.root().resolve("samples/counter/stack.yaml").toString();

    run("", "deploy", "-f", stack);

    assertThat(run("5", "invoke", "counter/ann/add")).isEqualTo("5");
    assertThat(run("2", "invoke", "counter/ann/add")).isEqualTo("7");
    run("", "remove", "-f", stack);
  }

  @Test
  void a_secret_is_made_listed_changed_and_removed() throws Exception {
    run("", "secret", "create", "token", "--from-literal", "s3cret");
    assertThat(run("", "secret", "list")).contains("token");
    run("", "secret", "update", "token", "--from-literal", "other");
    run("", "secret", "remove", "token");

    assertThat(run("", "secret", "list")).doesNotContain("token");
    assertThat(cli("", "secret", "remove", "token").code()).isNotZero();
  }

  @Test
  void it_sees_what_this_is_and_which_namespaces_there_are() throws Exception {
    assertThat(run("", "namespaces")).contains("openfaas-fn");
    assertThat(run("", "version", "--warn-update=false")).contains("hachi");
  }

  @Test
  void a_wrong_password_is_refused() throws Exception {
    assertThat(cli("guess", "login", "--password-stdin").text()).contains("password is incorrect");
  }

  /** What a command says that must succeed. */
  private static String run(String input, String... arguments) throws Exception {
    var said = cli(input, arguments);
    assertThat(said.code()).as("%s: %s", List.of(arguments), said.text()).isZero();
    return said.text();
  }

  private static Said cli(String input, String... arguments) throws Exception {
    var command = new ArrayList<>(List.of(CLI));
    command.addAll(List.of(arguments));
    var in = Files.writeString(folder.resolve("in"), input);
    var out = folder.resolve("out");
    var builder =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectInput(in.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile());
    builder.environment().put("OPENFAAS_URL", "http://127.0.0.1:" + provider.port());
    builder.environment().put("OPENFAAS_CONFIG", folder.resolve("config").toString());
    var process = builder.start();
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      return new Said(process.exitValue(), Files.readString(out).strip());
    } finally {
      var _ = process.destroyForcibly();
    }
  }
}
