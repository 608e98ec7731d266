package dev.hachi.runtime.store;

import org.jspecify.annotations.Nullable;

/**
 * The store refuses because this replica does not own the entity's shard (any more). Another one
 * does, or will: there the invocation can be repeated under its id. Whether a refused commit took
 * effect is unknown.
 */
public final class OwnershipLostException extends RuntimeException {
  private static final long serialVersionUID = 1;

  public OwnershipLostException(String message) {
    super(message);
  }

  /** Whether {@code failure} is one, or was caused by one. */
  public static boolean isBehind(@Nullable Throwable failure) {
    return Causes.find(failure, OwnershipLostException.class) != null;
  }
}
