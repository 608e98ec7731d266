package dev.hachi.runtime.store;

import org.jspecify.annotations.Nullable;

/**
 * The store refuses because it has no room; nothing of the commit was stored. The message is for
 * callers: the fact, the value, the way out.
 */
public final class StoreFullException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public StoreFullException(String message) {
    super(message);
  }

  /** The one that {@code failure} is, or was caused by; null when there is none. */
  public static @Nullable StoreFullException behind(@Nullable Throwable failure) {
    return Causes.find(failure, StoreFullException.class);
  }
}
