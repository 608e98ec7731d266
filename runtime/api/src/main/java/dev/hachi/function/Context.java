package dev.hachi.function;

import java.time.Clock;
import java.time.Instant;

/**
 * What a handler may know of its invocation; the optional last parameter. Valid only while the
 * handler runs.
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
}
