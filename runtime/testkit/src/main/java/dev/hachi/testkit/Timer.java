package dev.hachi.testkit;

import dev.hachi.function.Request;
import dev.hachi.runtime.store.EntityRecord;
import java.time.Instant;

/**
 * A timer that is set.
 *
 * @param name the name by which it is replaced or cancelled
 * @param handler the handler that will run
 * @param message what the handler will get
 * @param due when that is
 */
public record Timer(String name, String handler, Request message, Instant due) {
  static Timer of(EntityRecord.Timer timer) {
    return new Timer(
        timer.name(), timer.handler(), timer.message(), Instant.ofEpochMilli(timer.dueAt()));
  }
}
