package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Answers of asynchronous calls that are slow, large or of no use. */
final class AnswerTest {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String STALLS_ONCE =
      "if mkdir once 2>/dev/null; then echo begun; sleep 12; else echo whole; fi";
  private static final String LARGE = "echo >> calls; head -c 17000000 /dev/zero";

  @TempDir private Path folder;
  private final Queue<Callbacks.Told> heard = new ConcurrentLinkedQueue<>();

  @Test
  void one_that_begins_and_does_not_end_is_asked_for_again() throws Exception {
    heard(STALLS_ONCE);

    assertThat(heard).extracting(Callbacks.Told::status).containsExactly("200");
    assertThat(heard).extracting(Callbacks.Told::body).containsExactly("whole\n");
  }

  @Test
  void one_that_is_too_large_is_told_as_a_failure_and_not_asked_for_again() throws Exception {
    heard(LARGE);

    assertThat(heard).extracting(Callbacks.Told::status).containsExactly("502");
    assertThat(folder.resolve("calls")).hasContent("\n");
  }

  /** Calls a function that is a script. */
  private void heard(String script) throws Exception {
    Files.writeString(folder.resolve("script"), script);
    var checkout = Checkout.settings(folder.resolve("data"));
    var settings =
        new Settings(
            checkout.host(),
            0,
            null,
            checkout.data(),
            checkout.root(),
            folder,
            Duration.ofSeconds(5));
    try (var callbacks = Callbacks.to(heard::add);
        var provider = new Provider(settings)) {
      var client = Client.of(provider.port(), settings.data());
      var deployment = "{\"service\":\"f\",\"image\":\"local\",\"envProcess\":\"sh script\"}";
      assertThat(client.status("POST", "/system/functions", deployment)).isEqualTo(202);

      var answer = client.send("POST", "/async-function/f", "", "X-Callback-Url", callbacks.url());

      assertThat(answer.statusCode()).isEqualTo(202);
      await().atMost(PATIENCE).until(() -> !heard.isEmpty());
    }
  }
}
