package dev.hachi.runtime.entity;

import dev.hachi.function.Request;
import dev.hachi.runtime.store.EntityRecord.Send;
import java.time.Duration;
import java.time.Instant;

/** A message that a handler wants to send, not yet numbered. */
record Outgoing(Duration after, String function, String key, String handler, Request message) {
  Send numbered(long sequence, Instant now) {
    return new Send(sequence, now.plus(after).toEpochMilli(), function, key, handler, message);
  }
}
