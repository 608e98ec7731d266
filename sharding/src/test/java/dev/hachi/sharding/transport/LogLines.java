package dev.hachi.sharding.transport;

import static org.awaitility.Awaitility.await;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the transport logs while this is open. Thread-safe. */
final class LogLines extends Handler implements AutoCloseable {
  private final Logger logger = Logger.getLogger(LogLines.class.getPackageName());
  private final List<LogRecord> records = new CopyOnWriteArrayList<>();

  LogLines() {
    logger.addHandler(this);
  }

  /** All of them; the first is waited for, as a connection is closed before that is logged. */
  List<String> all() {
    await().until(() -> !records.isEmpty());
    return records.stream().map(LogRecord::getMessage).toList();
  }

  boolean hasStackTrace() {
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
