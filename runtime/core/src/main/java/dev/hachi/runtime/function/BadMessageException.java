package dev.hachi.runtime.function;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.InvocationFailedException;

/** A message that does not decode into what the handler takes. */
public final class BadMessageException extends InvocationFailedException {
  private static final long serialVersionUID = 1;

  BadMessageException(String message) {
    super(FailureCode.BAD_MESSAGE, message, null);
  }
}
