package dev.hachi.chaos.history;

import org.jspecify.annotations.Nullable;

/**
 * The end of a replica's process.
 *
 * @param wasTold whether it had been told to end
 * @param code null when it had not ended within the time that it had for that
 */
public record Exit(String replica, boolean wasTold, @Nullable Integer code) {
  /** In words, as it stands in events. */
  public String sentence() {
    return code == null ? replica + " has not ended in time" : "exit " + code + " of " + replica;
  }
}
