package dev.hachi.watchdog;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A watchdog in mode http before a function that the test plays. */
abstract class HttpModeFixture {
  final CountDownLatch held = new CountDownLatch(1);
  TestUpstream upstream;
  PlainFixture fixture;

  @BeforeEach
  void start() throws IOException {
    upstream = new TestUpstream();
    fixture = open();
  }

  private PlainFixture open(String... more) throws IOException {
    String[] variables = new String[more.length + 3];
    variables[0] = "mode=http";
    variables[1] = "fprocess=sleep 300";
    variables[2] = "upstream_url=" + upstream.url();
    System.arraycopy(more, 0, variables, 3, more.length);
    return PlainFixture.start(variables);
  }

  final void restart(String... more) throws IOException {
    fixture.close();
    fixture = open(more);
  }

  @AfterEach
  void close() throws IOException {
    held.countDown();
    fixture.close();
    upstream.close();
  }

  final String seen() {
    await().until(() -> !upstream.requests.isEmpty());
    return upstream.requests.remove();
  }

  /** A head of these lines. */
  static String lines(String... lines) {
    return String.join("\r\n", lines) + "\r\n\r\n";
  }

  final void hold() {
    upstream.behave((request, socket) -> {
      var _ = held.await(20, TimeUnit.SECONDS);
      return TestUpstream.saying("HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nheld")
          .answer(request, socket);
    });
  }
}
