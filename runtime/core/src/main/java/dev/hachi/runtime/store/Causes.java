package dev.hachi.runtime.store;

import org.jspecify.annotations.Nullable;

/** What is behind a failure: futures wrap what they fail with. */
final class Causes {
  private Causes() {}

  /** The first of {@code kind} among {@code failure} and its causes; null when there is none. */
  static <T extends Throwable> @Nullable T find(@Nullable Throwable failure, Class<T> kind) {
    for (var cause = failure; cause != null; cause = cause.getCause()) {
      if (kind.isInstance(cause)) {
        return kind.cast(cause);
      }
    }
    return null;
  }
}
