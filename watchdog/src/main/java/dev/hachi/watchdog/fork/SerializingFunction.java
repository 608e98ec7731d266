package dev.hachi.watchdog.fork;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.BlockingExchange;
import dev.hachi.watchdog.http.BodyBudget;
import dev.hachi.watchdog.http.BodyBuffer;
import dev.hachi.watchdog.http.BodyBuffer.Added;
import dev.hachi.watchdog.http.Exchange;
import dev.hachi.watchdog.http.PlainFunction;
import dev.hachi.watchdog.http.Responder;
import dev.hachi.watchdog.http.Seconds;
import dev.hachi.watchdog.process.Launcher;
import java.io.IOException;
import java.util.List;

/**
 * Mode serializing: the whole output of a process is the answer, or the reason why there is none.
 */
public final class SerializingFunction implements PlainFunction {
  private static final String NO_ROOM = "other bodies take all of hachi_bodies_max";

  private final WatchdogConfig config;
  private final Launcher launcher;
  private final Header type;
  private final BodyBudget budget;

  /** Runs the command of {@code mode} for each request; bodies are within {@code budget}. */
  public SerializingFunction(WatchdogConfig config, Mode.Serializing mode, BodyBudget budget) {
    this.config = config;
    this.launcher = new Launcher(mode.command(), config.plain());
    this.type = new Header("Content-Type", mode.contentType());
    this.budget = budget;
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
    try (BodyBuffer input = buffer();
        BodyBuffer output = buffer()) {
      Added read = read(exchange, input);
      if (read == Added.NO_ROOM) {
        exchange.refuse(budget);
        ForkLog.ended(exchange, 503, 0, NO_ROOM, start);
        return;
      }
      Result result =
          read == Added.TOO_LARGE
              ? Result.failed(413, "the request's body " + excess(input))
              : run(exchange, input, output);
      send(exchange, result, start);
    }
  }

  private BodyBuffer buffer() {
    return new BodyBuffer(budget, config.plain().bufferMax());
  }

  /** Reads all of it, even of what is too large: its client sends first and listens then. */
  private static Added read(BlockingExchange exchange, BodyBuffer input)
      throws IOException, InterruptedException {
    Added worst = Added.KEPT;
    for (byte[] part = exchange.read(); part.length > 0; part = exchange.read()) {
      worst = worst == Added.KEPT ? input.add(part, part.length) : worst;
      if (worst == Added.NO_ROOM) {
        return worst;
      }
      if (worst == Added.TOO_LARGE) {
        input.close();
      }
    }
    return worst;
  }

  private Result run(BlockingExchange exchange, BodyBuffer input, BodyBuffer output)
      throws InterruptedException {
    Fork fork;
    try {
      fork = Fork.start(launcher, exchange, config.execTimeout());
    } catch (IOException e) {
      return Result.failed(500, String.valueOf(e.getMessage()));
    }
    byte[] body = input.content();
    fork.feed(to -> to.write(body));
    Output kept = new Output(output);
    fork.await(fork.drain(kept::add));
    String failure = fork.failure();
    if (!failure.isEmpty()) {
      return Result.failed(500, failure);
    }
    return switch (kept.worst) {
      case KEPT -> new Result(200, Bytes.of(output.content()), "");
      case TOO_LARGE -> Result.failed(500, "the function's output " + excess(output));
      case NO_ROOM -> Result.failed(500, "the function's output found no room: " + NO_ROOM);
    };
  }

  private void send(BlockingExchange exchange, Result result, long start)
      throws IOException, InterruptedException {
    String seconds = Seconds.six(System.nanoTime() - start);
    List<Header> headers = List.of(type, new Header("X-Duration-Seconds", seconds));
    int size = result.body().size();
    exchange.start(result.status(), headers, size);
    exchange.write(result.body().toArray(), size);
    exchange.end();
    ForkLog.ended(exchange, result.status(), size, result.failure(), start);
  }

  private static String excess(BodyBuffer buffer) {
    return "has more than "
        + buffer.max()
        + " bytes, which is what hachi_buffer_max and hachi_bodies_max allow";
  }

  /** What a process says; what is beyond the limits is only noticed. */
  private static final class Output {
    private final BodyBuffer buffer;
    private volatile Added worst = Added.KEPT;

    Output(BodyBuffer buffer) {
      this.buffer = buffer;
    }

    void add(byte[] part, int size) {
      if (worst == Added.KEPT) {
        worst = buffer.add(part, size);
      }
    }
  }
}
