package dev.hachi.watchdog.fork;

import dev.hachi.function.Header;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.BlockingExchange;
import dev.hachi.watchdog.http.Exchange;
import dev.hachi.watchdog.http.PlainFunction;
import dev.hachi.watchdog.http.Responder;
import dev.hachi.watchdog.process.Launcher;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Mode streaming: the output of a process is the answer, as it comes; the status is always 200. */
public final class StreamingFunction implements PlainFunction {
  private final WatchdogConfig config;
  private final Launcher launcher;
  private final List<Header> headers;

  /** Runs the command of {@code mode} for each request. */
  public StreamingFunction(WatchdogConfig config, Mode.Streaming mode) {
    this.config = config;
    this.launcher = new Launcher(mode.command(), config.plain());
    this.headers = List.of(new Header("Content-Type", mode.contentType()));
  }

  @Override
  public Responder begin(Exchange exchange) {
    return BlockingExchange.answer(exchange, this::answer);
  }

  private void answer(BlockingExchange exchange) throws InterruptedException {
    long start = System.nanoTime();
    AtomicLong bytes = new AtomicLong();
    exchange.start(200, headers, -1);
    String failure = run(exchange, bytes);
    exchange.end();
    ForkLog.ended(exchange, failure.isEmpty() ? 200 : 500, bytes.get(), failure, start);
  }

  private String run(BlockingExchange exchange, AtomicLong bytes) throws InterruptedException {
    Fork fork;
    try {
      fork = Fork.start(launcher, exchange, config.execTimeout());
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
    fork.feed(to -> copy(exchange, to));
    Thread output =
        fork.drain((part, size) -> {
          exchange.write(part, size);
          bytes.addAndGet(size);
        });
    fork.await(output);
    return fork.failure();
  }

  private static void copy(BlockingExchange exchange, OutputStream to)
      throws IOException, InterruptedException {
    for (byte[] part = exchange.read(); part.length > 0; part = exchange.read()) {
      to.write(part);
      to.flush();
    }
  }
}
