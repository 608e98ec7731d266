package dev.hachi.watchdog.proxy;

import dev.hachi.function.Bytes;
import dev.hachi.watchdog.config.Upstream;
import dev.hachi.watchdog.http.BodyBudget;
import dev.hachi.watchdog.http.BodyBuffer;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks the function's process on the watchdog's own behalf, and waits for the answer. Thread-safe;
 * for virtual threads.
 */
public final class ProcessClient implements AutoCloseable {
  // The protocol has no use for headers; they are outside of the budget.
  private static final int HEADERS_MAX = 64 * 1024;

  private final Upstream upstream;
  private final int answerMax;
  private final BodyBudget budget;
  private final EventLoopGroup loops;
  private final EventLoop loop;
  private final UpstreamPool pool;

  /**
   * A client of the process at {@code upstream}.
   *
   * @param answerMax the largest answer, in bytes
   * @param budget of all answers
   * @param connectMax how long a connection may take; 0 is a limit of its own
   */
  public ProcessClient(Upstream upstream, int answerMax, BodyBudget budget, Duration connectMax) {
    this.upstream = upstream;
    this.answerMax = answerMax;
    this.budget = budget;
    this.loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    this.loop = loops.next();
    this.pool = new UpstreamPool(loop, upstream, connectMax, HEADERS_MAX);
  }

  /**
   * The answer to {@code method} at {@code path} of the process.
   *
   * @throws java.net.ConnectException when nobody listens there
   * @throws AnswerTooLargeException when the answer is too large
   * @throws NoRoomException when other bodies take the memory for it
   * @throws IOException when the process hung up, or speaks no HTTP
   * @throws TimeoutException when it is not whole within {@code patience}
   * @throws InterruptedException when the caller lost interest; the request is then given up
   */
  public ProcessAnswer ask(String method, String path, Bytes body, Duration patience)
      throws IOException, TimeoutException, InterruptedException {
    ProcessCall call =
        new ProcessCall(pool, upstream, method, path, body, new BodyBuffer(budget, answerMax));
    loop.execute(call::begin);
    try {
      return call.answer().get(Math.max(0, patience.toNanos()), TimeUnit.NANOSECONDS);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } finally {
      loop.execute(call::giveUp);
    }
  }

  /** Where the process is asked. */
  public String url() {
    return upstream.toString();
  }

  @Override
  public void close() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
