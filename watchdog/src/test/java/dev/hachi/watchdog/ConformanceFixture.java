package dev.hachi.watchdog;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;

/** One real watchdog in mode http for all tests of a class, before a function that they play. */
abstract class ConformanceFixture {
  static final String GET = "GET / HTTP/1.1\r\nHost: h\r\n";
  static final String POST = "POST / HTTP/1.1\r\nHost: h\r\n";

  static TestUpstream upstream;
  private static PlainProcess watchdog;

  @BeforeAll
  static void start(@TempDir Path folder) throws IOException {
    upstream = new TestUpstream();
    watchdog =
        PlainProcess.start(
            folder,
            List.of(),
            List.of(),
            "mode=http",
            "fprocess=sleep 300",
            "upstream_url=" + upstream.url());
  }

  @AfterAll
  static void stop() throws IOException {
    watchdog.close();
    upstream.close();
  }

  @AfterEach
  void forget() {
    upstream.requests.clear();
    upstream.behave(TestUpstream.saying("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"));
  }

  static Raw connect() throws IOException {
    return new Raw(watchdog.port());
  }

  static String exchange(String request) throws IOException {
    return Raw.exchange(watchdog.port(), request);
  }

  static String seen() {
    await().until(() -> !upstream.requests.isEmpty());
    return upstream.requests.remove();
  }
}
