package dev.hachi.watchdog.http;

/** Answers the requests of a function in one of of-watchdog's own modes. Thread-safe. */
@FunctionalInterface
public interface PlainFunction {
  /** Begins one answer. Called on the exchange's event loop; never blocks. */
  Responder begin(Exchange exchange);

  /** Begins the function's own answer to a readiness probe. */
  default Responder beginProbe(Exchange exchange) {
    return begin(exchange);
  }
}
