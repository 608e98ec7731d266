package dev.hachi.sharding.transport;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What a package logs while this is open. Thread-safe. */
public final class LogLines extends Handler implements AutoCloseable {
  private final Logger logger;
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  LogLines() {
    this(LogLines.class);
  }

  /** What the package of {@code part} logs. */
  public LogLines(Class<?> part) {
    logger = Logger.getLogger(part.getPackageName());
    logger.addHandler(this);
  }

  /** All of them; the first is waited for, as a connection is closed before that is logged. */
  public List<String> all() {
    await().until(() -> !records.isEmpty());
    return soFar();
  }

  /** All that there are now. */
  public List<String> soFar() {
    return records.stream().map(LogRecord::getMessage).toList();
  }

  public boolean hasStackTrace() {
    return records.stream().anyMatch(line -> line.getThrown() != null);
  }

  @Override
  public void publish(LogRecord line) {
    records.add(line);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    logger.removeHandler(this);
  }
}
