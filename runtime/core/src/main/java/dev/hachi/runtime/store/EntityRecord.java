package dev.hachi.runtime.store;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that one commit of an entity stores, as one value.
 *
 * @param stateVersion the version of the code that wrote {@code state}, 1 or more
 * @param state the encoded state; null before the first change and after a delete
 * @param remembered the outcomes that a repeated id gets again, oldest first
 */
public record EntityRecord(int stateVersion, @Nullable Bytes state, List<Remembered> remembered) {
  /** A key that was never committed. */
  public static final EntityRecord EMPTY = new EntityRecord(1, null, List.of());

  public EntityRecord {
    remembered = List.copyOf(remembered);
  }

  /**
   * The outcome of one committed invocation.
   *
   * @param expiresAt milliseconds since the epoch
   */
  public record Remembered(String handler, String id, long expiresAt, Reply reply) {
    /** Whether this is the outcome of the invocation {@code id} of {@code handler}. */
    public boolean answers(String handler, String id) {
      return this.id.equals(id) && this.handler.equals(handler);
    }

    /** Roughly what it costs to keep, in bytes. */
    public int weight() {
      return handler.length() + id.length() + reply.body().size() + 64;
    }
  }
}
