package dev.hachi.benchmarks.bench;

import dev.hachi.benchmarks.load.Call;
import dev.hachi.benchmarks.load.Generator;
import dev.hachi.benchmarks.load.Requests;
import dev.hachi.benchmarks.load.Sample;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Servers that are asked, and what they take.
 *
 * @param name what to call them when they fail
 * @param servers among which the requests are divided
 * @param cpu the time that all processors spent on them so far; null when it is not known
 */
record Contestant(
    String name, List<InetSocketAddress> servers, Call call, Supplier<@Nullable Duration> cpu) {
  static final int CONNECTIONS = 64;
  private static final int HTTP_PORT = 80;

  /** A server that answers {@code POST /counter/KEY}, of whose processes nothing is known. */
  static Contestant at(String name, URI url) {
    var port = url.getPort() < 0 ? HTTP_PORT : url.getPort();
    var prefix = url.getRawPath().replaceAll("/+$", "");
    var server = new InetSocketAddress(url.getHost(), port);
    return new Contestant(name, List.of(server), Call.counter(prefix), () -> null);
  }

  /** Asks for keys at random. */
  Sample ask(int keys, Duration duration) throws IOException {
    return ask(Requests.random(call, keys), duration);
  }

  /**
   * Asks for {@code duration}, or until there are no more requests.
   *
   * @throws IllegalStateException when a request fails
   */
  Sample ask(Requests requests, Duration duration) throws IOException {
    var sample = Generator.run(servers, requests, CONNECTIONS, duration);
    if (sample.failed() > 0) {
      throw new IllegalStateException(
          "%d of %d requests to %s failed, the first with: %s"
              .formatted(sample.failed(), sample.failed() + sample.answered(), name, sample.why()));
    }
    return sample;
  }
}
