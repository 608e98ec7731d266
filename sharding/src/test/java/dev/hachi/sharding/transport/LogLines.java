package dev.hachi.sharding.transport;

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

  List<String> all() {
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
