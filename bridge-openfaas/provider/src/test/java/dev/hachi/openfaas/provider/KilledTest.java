package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A provider that is killed while it has asynchronous calls. */
final class KilledTest {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int CALLERS = 4;

  @TempDir private Path folder;
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Set<String> toldOk = ConcurrentHashMap.newKeySet();
  private final AtomicInteger doubtful = new AtomicInteger();

  @Test
  void every_call_that_was_accepted_takes_effect_once_after_the_restart() throws Exception {
    var data = folder.resolve("data");
    try (var callbacks = Callbacks.to(this::hear)) {
      int port = killedUnderLoad(data, callbacks.url());
      try (var up = UpProcess.start(data, port)) {
        var client = Client.of(up.port(), data);

        await().atMost(PATIENCE).until(() -> toldOk.containsAll(accepted));

        assertThat(accepted).hasSizeGreaterThan(100);
        // A call whose answer the kill broke off may have been accepted, or not.
        assertThat(Integer.parseInt(client.get("/function/counter/total/get").body()))
            .isBetween(accepted.size(), accepted.size() + doubtful.get())
            .isEqualTo(toldOk.size());
        assertThat(client.get("/system/functions").body()).contains("\"name\":\"counter\"");
      }
    }
  }

  /** Returns the port that it had. */
  private int killedUnderLoad(Path data, String callback) throws Exception {
    var up = UpProcess.start(data, 0);
    try (var threads = Executors.newFixedThreadPool(CALLERS)) {
      int port = up.port();
      var client = Client.of(port, data);
      var counter = "{\"service\":\"counter\",\"image\":\"samples/counter\"}";
      assertThat(client.post("/system/functions", counter).statusCode()).isEqualTo(202);
      assertThat(client.get("/function/counter/total/get").body()).isEqualTo("0");
      for (int caller = 0; caller < CALLERS; caller++) {
        int number = caller;
        var _ = threads.submit(() -> call(client, number, callback));
      }
      await().atMost(PATIENCE).until(() -> toldOk.size() > 20 && accepted.size() > 200);
      up.kill();
      return port;
    } finally {
      up.kill();
    }
  }

  /** Until nobody answers any more. */
  private Void call(Client client, int caller, String callback) throws InterruptedException {
    try {
      for (int i = 0; ; i++) {
        var id = caller + "-" + i;
        var answer =
            client.send(
                "POST",
                "/async-function/counter/total/add",
                "1",
                "X-Call-Id",
                id,
                "X-Callback-Url",
                callback);
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.headers().firstValue("X-Call-Id")).hasValue(id);
        var _ = accepted.add(id);
      }
    } catch (IOException e) {
      var _ = doubtful.incrementAndGet();
      return null;
    }
  }

  private void hear(Callbacks.Told told) {
    if (told.status().equals("200")
        && told.function().equals("counter")
        && told.body().matches("\\d+")) {
      var _ = toldOk.add(told.id());
    }
  }
}
