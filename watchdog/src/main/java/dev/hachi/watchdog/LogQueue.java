package dev.hachi.watchdog;

import dev.hachi.watchdog.log.LogField;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Writes the log on a thread of its own, so that a slow reader of it holds no request up.
 *
 * <p>When too many lines wait, new ones are dropped, and a line says how many.
 */
final class LogQueue extends Handler {
  private static final int WAITING_MAX = 16_384;
  private static final int BATCH_MAX = 512;
  private static final long FLUSH_SECONDS = 2;

  private sealed interface Entry {}

  /** {@code callId} is known to the thread that logs, not to the one that writes. */
  private record Line(LogRecord event, @Nullable String callId) implements Entry {}

  private record Flush(CountDownLatch done) implements Entry {}

  private final BlockingQueue<Entry> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
  private final AtomicLong dropped = new AtomicLong();
  private final OutputStream out;

  LogQueue(OutputStream out) {
    this.out = out;
    Thread.ofPlatform().daemon().name("log").start(this::write);
  }

  @Override
  public void publish(LogRecord event) {
    if (isLoggable(event) && !waiting.offer(new Line(event, MDC.get(LogField.CALL_ID)))) {
      dropped.incrementAndGet();
    }
  }

  private void write() {
    List<Entry> batch = new ArrayList<>(BATCH_MAX);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    while (true) {
      try {
        batch.add(waiting.take());
      } catch (InterruptedException e) {
        return;
      }
      waiting.drainTo(batch, BATCH_MAX - 1);
      batch.forEach(entry -> append(entry, bytes));
      pass(bytes);
      batch.forEach(LogQueue::written);
      batch.clear();
    }
  }

  private void append(Entry entry, ByteArrayOutputStream bytes) {
    if (entry instanceof Line(LogRecord event, String callId)) {
      bytes.writeBytes(text(event, callId).getBytes(StandardCharsets.UTF_8));
    }
  }

  private String text(LogRecord event, @Nullable String callId) {
    try (var _ = MDC.putCloseable(LogField.CALL_ID, callId)) {
      return getFormatter().format(event);
    } catch (Throwable e) { // an author's exception may throw when it is printed
      return "a line of the log could not be written: " + e.getClass().getName() + "\n";
    }
  }

  private void pass(ByteArrayOutputStream bytes) {
    long lost = dropped.getAndSet(0);
    if (lost > 0) {
      String line = lost + " log lines were dropped: they came faster than they could be written\n";
      bytes.writeBytes(line.getBytes(StandardCharsets.UTF_8));
    }
    try {
      out.write(bytes.toByteArray());
      out.flush();
    } catch (IOException e) {
      // Nobody reads the log; there is nobody to tell.
    }
    bytes.reset();
  }

  private static void written(Entry entry) {
    if (entry instanceof Flush(CountDownLatch done)) {
      done.countDown();
    }
  }

  /** Returns when everything published before is written, or after a moment. */
  @Override
  public void flush() {
    CountDownLatch done = new CountDownLatch(1);
    try {
      if (waiting.offer(new Flush(done), FLUSH_SECONDS, TimeUnit.SECONDS)) {
        var _ = done.await(FLUSH_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    flush();
  }
}
