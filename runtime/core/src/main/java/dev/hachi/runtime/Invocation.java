package dev.hachi.runtime;

import dev.hachi.function.Request;
import java.time.Instant;

/**
 * One message for one handler of one entity.
 *
 * @param id the same id takes effect once per address and handler
 * @param deadline when the caller stops waiting
 */
public record Invocation(
    String id, Origin origin, Address address, String handler, Request message, Instant deadline) {

  /** The same invocation for a caller who stops waiting at {@code other}. */
  public Invocation withDeadline(Instant other) {
    return new Invocation(id, origin, address, handler, message, other);
  }

  /** Whether {@code id} has the form of those that the runtime makes for its own invocations. */
  public static boolean isReserved(String id) {
    return id.startsWith("ask:") || id.startsWith("tell:") || id.startsWith("timer:");
  }

  /** Whether the caller may repeat it under the same id, so that its outcome is worth keeping. */
  public boolean lasting() {
    return switch (origin) {
      case Origin.Outside(boolean lasting) -> lasting;
      case Origin.Ask ask -> ask.lasting();
      case Origin.Tell tell -> true;
      case Origin.Timer timer -> true;
    };
  }
}
