package dev.hachi.watchdog;

/** The watchdog cannot start; the message is one sentence for the operator. */
final class StartException extends RuntimeException {
  StartException(String message) {
    super(message);
  }

  StartException(String message, Throwable cause) {
    super(message, cause);
  }
}
