package dev.hachi.testkit;

import dev.hachi.function.Caller;
import dev.hachi.function.Request;
import dev.hachi.runtime.entity.InlineEntities;
import dev.hachi.runtime.function.Json;
import java.time.Instant;

/**
 * A message that an entity sent.
 *
 * @param sender who sent it
 * @param function the receiver's function
 * @param key the receiver's key
 * @param handler the receiver's handler
 * @param message as it travels; {@link #messageAs} decodes it
 * @param due when it is delivered for the first time
 */
public record Sent(
    Caller sender, String function, String key, String handler, Request message, Instant due) {
  static Sent of(InlineEntities.Sent sent) {
    var send = sent.send();
    return new Sent(
        new Caller(sent.sender().function(), sent.sender().key()),
        send.function(),
        send.key(),
        send.handler(),
        send.message(),
        Instant.ofEpochMilli(send.dueAt()));
  }

  /**
   * What the message carries.
   *
   * @throws IllegalStateException when it carries nothing, or no {@code type} as JSON
   */
  public <T> T messageAs(Class<T> type) {
    return Json.value(type, message);
  }
}
