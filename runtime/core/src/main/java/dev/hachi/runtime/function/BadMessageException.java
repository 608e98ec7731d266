package dev.hachi.runtime.function;

/** A message that does not decode into what the handler takes; the text is fit for the caller. */
public final class BadMessageException extends Exception {
  BadMessageException(String message) {
    super(message);
  }
}
