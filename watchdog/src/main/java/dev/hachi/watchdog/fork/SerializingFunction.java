package dev.hachi.watchdog.fork;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.BlockingExchange;
import dev.hachi.watchdog.http.Exchange;
import dev.hachi.watchdog.http.PlainFunction;
import dev.hachi.watchdog.http.Responder;
import dev.hachi.watchdog.http.Seconds;
import dev.hachi.watchdog.process.Launcher;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/**
 * Mode serializing: the whole output of a process is the answer, or the reason why there is none.
 */
public final class SerializingFunction implements PlainFunction {
  private final WatchdogConfig config;
  private final Launcher launcher;
  private final Header type;

  /** Runs the command of {@code mode} for each request. */
  public SerializingFunction(WatchdogConfig config, Mode.Serializing mode) {
    this.config = config;
    this.launcher = new Launcher(mode.command(), config.plain());
    this.type = new Header("Content-Type", mode.contentType());
  }

  private record Result(int status, Bytes body, String failure) {
    static Result failed(int status, String why) {
      return new Result(status, Bytes.utf8(why), why);
    }
  }

  @Override
  public Responder begin(Exchange exchange) {
    return BlockingExchange.answer(exchange, this::answer);
  }

  private void answer(BlockingExchange exchange) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Result result = result(exchange);
    String seconds = Seconds.six(System.nanoTime() - start);
    List<Header> headers = List.of(type, new Header("X-Duration-Seconds", seconds));
    int size = result.body().size();
    exchange.start(result.status(), headers, size);
    exchange.write(result.body().toArray(), size);
    exchange.end();
    ForkLog.ended(exchange, result.status(), size, result.failure(), start);
  }

  private Result result(BlockingExchange exchange) throws IOException, InterruptedException {
    Bounded input = new Bounded(config.plain().bufferMax());
    for (byte[] part = exchange.read(); part.length > 0; part = exchange.read()) {
      input.add(part, part.length);
    }
    if (input.overflown()) {
      return Result.failed(413, "the request's body " + input.excess());
    }
    Fork fork;
    try {
      fork = Fork.start(launcher, exchange, config.execTimeout());
    } catch (IOException e) {
      return Result.failed(500, String.valueOf(e.getMessage()));
    }
    return run(fork, input.bytes());
  }

  private Result run(Fork fork, byte[] input) throws InterruptedException {
    Bounded output = new Bounded(config.plain().bufferMax());
    fork.feed(to -> to.write(input));
    fork.await(fork.drain(output::add));
    String failure = fork.failure();
    if (!failure.isEmpty()) {
      return Result.failed(500, failure);
    }
    return output.overflown()
        ? Result.failed(500, "the function's output " + output.excess())
        : new Result(200, Bytes.of(output.bytes()), "");
  }

  /** Bytes up to a limit; what is beyond it is only noticed. */
  private static final class Bounded {
    private final int max;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean overflown;

    Bounded(int max) {
      this.max = max;
    }

    void add(byte[] part, int size) {
      overflown |= bytes.size() + (long) size > max;
      if (!overflown) {
        bytes.write(part, 0, size);
      }
    }

    boolean overflown() {
      return overflown;
    }

    String excess() {
      return "has more than " + max + " bytes, which is what hachi_buffer_max allows";
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }
  }
}
