package dev.hachi.function;

import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a handler may know of its invocation, and its way to ask others; the optional last
 * parameter. Valid only while the handler runs, and only on its own thread.
 */
public interface Context {
  /** The key whose state this is. */
  String key();

  /** The id under which this invocation takes effect once. */
  String invocationId();

  /** When the caller stops waiting; a handler still running then is interrupted. */
  Instant deadline();

  /** The runtime's clock: use it instead of the system's, and tests can move it. */
  Clock clock();

  /**
   * The entity that asked or told; itself for a timer, empty when the invocation came from outside.
   */
  Optional<Caller> caller();

  /**
   * Asks another key, of this or another function, and waits for its reply until the deadline.
   * Meanwhile this key handles nothing else, so prefer {@link Effect#tell(Call)} where no reply is
   * needed. What the asked handler changed stays, even if this handler fails later; when this
   * invocation is repeated under its id, its asks get their first replies again, provided that the
   * handler asks the same in the same order.
   *
   * @throws AskFailedException when the asked handler refused, failed or was not reached in time;
   *     with the code {@code call_loop} at once when it waits, directly or over others, for this
   *     invocation itself
   */
  <R extends @Nullable Object> R ask(Call<R> call);

  /** Asks by name, decoding the reply into {@code reply}; otherwise as {@link #ask(Call)}. */
  default <R> R ask(
      Class<R> reply, String function, String key, String handler, @Nullable Object message) {
    return ask(Call.to(reply, function, key, handler, message));
  }
}
