package dev.hachi.watchdog.http;

import dev.hachi.function.Header;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * An exchange for code that blocks: reading waits for the client's bytes, writing for the client to
 * take them. Thread-safe; one thread may read while another one writes.
 */
public final class BlockingExchange {
  private static final int WAITING_MAX = 256 * 1024;
  // A part costs more than its bytes, which may be one.
  private static final int PART_COST = 128;

  private final Exchange exchange;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Queue<ByteBuf> parts = new ArrayDeque<>();
  private long waiting;
  private boolean paused;
  private boolean whole;
  private boolean gone;
  private boolean writable = true;

  private BlockingExchange(Exchange exchange) {
    this.exchange = exchange;
  }

  /** Code that answers one request, and may block. */
  @FunctionalInterface
  public interface Answering {
    /**
     * Answers.
     *
     * @throws IOException when the client is gone
     */
    void answer(BlockingExchange exchange) throws IOException, InterruptedException;
  }

  /** Answers {@code exchange} by {@code answering}, on a virtual thread. */
  public static Responder answer(Exchange exchange, Answering answering) {
    BlockingExchange blocking = new BlockingExchange(exchange);
    Side side = blocking.new Side();
    exchange.whenEnded(status -> blocking.lost());
    Thread.ofVirtual().name("request").start(() -> blocking.run(answering));
    return side;
  }

  private void run(Answering answering) {
    try {
      answering.answer(this);
    } catch (IOException e) {
      exchange.loop().execute(exchange::abort);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  public String method() {
    return exchange.head().method().name();
  }

  /** The raw target: path and query. */
  public String target() {
    return exchange.head().uri();
  }

  /** The headers in their order. */
  public List<Header> headers() {
    List<Header> headers = new ArrayList<>();
    exchange.head().headers().forEach(h -> headers.add(new Header(h.getKey(), h.getValue())));
    return headers;
  }

  /** The first value of a header; empty when there is none. */
  public String header(String name) {
    return exchange.head().headers().get(name, "");
  }

  /**
   * The next bytes of the request's body; empty at its end.
   *
   * @throws IOException when the rest will not come
   */
  public byte[] read() throws IOException, InterruptedException {
    lock.lockInterruptibly();
    try {
      while (parts.isEmpty() && !whole) {
        if (gone) {
          throw new IOException("the client closed the connection");
        }
        changed.await();
      }
      ByteBuf part = parts.poll();
      return part == null ? new byte[0] : taken(part);
    } finally {
      lock.unlock();
    }
  }

  private byte[] taken(ByteBuf part) {
    byte[] bytes = new byte[part.readableBytes()];
    part.readBytes(bytes).release();
    waiting -= bytes.length + PART_COST;
    if (paused && waiting < WAITING_MAX) {
      paused = false;
      exchange.loop().execute(() -> exchange.demand(true));
    }
    return bytes;
  }

  /**
   * Begins the answer.
   *
   * @param length of the body in bytes; negative when unknown
   */
  public void start(int status, List<Header> headers, long length) {
    HttpHeaders lines = DefaultHttpHeadersFactory.headersFactory().newHeaders();
    headers.forEach(header -> lines.add(header.name(), header.value()));
    exchange.loop().execute(() -> exchange.start(AnswerHead.of(status, lines, length)));
  }

  /**
   * Sends {@code size} bytes; returns when the client has room for more.
   *
   * @throws IOException when the client is gone
   */
  public void write(byte[] bytes, int size) throws IOException, InterruptedException {
    ByteBuf part = Unpooled.copiedBuffer(bytes, 0, size);
    CountDownLatch sent = new CountDownLatch(1);
    exchange.loop().execute(() -> send(part, sent));
    sent.await();
    lock.lockInterruptibly();
    try {
      while (!writable && !gone) {
        changed.await();
      }
      if (gone) {
        throw new IOException("the client closed the connection");
      }
    } finally {
      lock.unlock();
    }
  }

  private void send(ByteBuf part, CountDownLatch sent) {
    exchange.write(part);
    exchange.flush();
    update();
    sent.countDown();
  }

  /** Answers a request whose body found no room in {@code budget}. */
  public void refuse(BodyBudget budget) {
    exchange.loop().execute(() -> budget.refuse(exchange));
  }

  /** Ends the answer. */
  public void end() {
    exchange.loop().execute(() -> exchange.end(EmptyHttpHeaders.INSTANCE));
  }

  private void update() {
    boolean now = exchange.writable();
    signal(() -> writable = now);
  }

  /** Nobody reads what is written from here on. */
  private void lost() {
    signal(() -> {
      gone = true;
      parts.forEach(ByteBuf::release);
      parts.clear();
    });
  }

  private void signal(Runnable change) {
    lock.lock();
    try {
      change.run();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** What the connection tells; on its loop. */
  private final class Side implements Responder {
    @Override
    public void body(ByteBuf part) {
      lock.lock();
      try {
        if (gone) {
          part.release();
          return;
        }
        parts.add(part);
        waiting += part.readableBytes() + PART_COST;
        if (waiting >= WAITING_MAX) {
          paused = true;
          exchange.demand(false);
        }
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void bodyEnd(HttpHeaders trailers) {
      signal(() -> whole = true);
    }

    @Override
    public void writabilityChanged() {
      update();
    }

    @Override
    public void gone(boolean certain) {
      // A client that has said all may still wait for its answer.
      if (certain || (exchange.started() && !whole)) {
        lost();
      }
    }
  }
}
