package dev.hachi.runtime.store;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All that one commit of an entity stores, as one value. Times are milliseconds since the epoch.
 *
 * @param stateVersion the version of the code that wrote {@code state}, 1 or more
 * @param state the encoded state; null before the first change and after a delete
 * @param remembered the outcomes that a repeated id gets again, oldest first
 * @param sent how many messages the entity has ever sent
 * @param outbox those that are not acknowledged yet, oldest first
 * @param inbox the messages taken whose senders may still repeat them
 * @param timers the timers that are set
 * @param unanswered the outcomes that may not have arrived yet, oldest first
 */
public record EntityRecord(
    int stateVersion,
    @Nullable Bytes state,
    List<Remembered> remembered,
    long sent,
    List<Send> outbox,
    List<Received> inbox,
    List<Timer> timers,
    List<Unanswered> unanswered) {
  /** A key that was never committed. */
  public static final EntityRecord EMPTY =
      new EntityRecord(1, null, List.of(), 0, List.of(), List.of(), List.of(), List.of());

  /** The {@link #wakeAt} of a record in which nothing is to happen. */
  public static final long NEVER = Long.MAX_VALUE;

  public EntityRecord {
    remembered = List.copyOf(remembered);
    outbox = List.copyOf(outbox);
    inbox = List.copyOf(inbox);
    timers = List.copyOf(timers);
    unanswered = List.copyOf(unanswered);
  }

  /**
   * When the entity must be live again to send or to run what is due, or to be erased because
   * nothing of it is worth keeping any longer; else {@link #NEVER}.
   */
  public long wakeAt() {
    if (state == null && sent == 0 && timers.isEmpty()) {
      return lastExpiry();
    }
    var earliest = NEVER; // by loops: this is asked with each commit, and mostly of empty lists
    for (var send : outbox) {
      earliest = Math.min(earliest, send.dueAt());
    }
    for (var timer : timers) {
      earliest = Math.min(earliest, timer.dueAt());
    }
    return earliest;
  }

  /** Whether there is a message to send or a timer to run, now or later. */
  public boolean hasErrands() {
    return !outbox.isEmpty() || !timers.isEmpty();
  }

  private long lastExpiry() {
    var ids = Stream.concat(remembered.stream(), unanswered.stream().map(Unanswered::outcome));
    return Stream.of(
            ids.mapToLong(Remembered::expiresAt), inbox.stream().mapToLong(Received::expiresAt))
        .flatMapToLong(times -> times)
        .max()
        .orElse(NEVER);
  }

  /**
   * The outcome of one committed invocation.
   *
   * @param entry all of it as it is stored: a key with many callers is stored often, and each time
   *     with all that it remembers
   */
  public record Remembered(String handler, String id, long expiresAt, Bytes entry) {
    /** The outcome {@code reply} of the invocation {@code id} of {@code handler}. */
    public static Remembered of(String handler, String id, long expiresAt, Reply reply) {
      return EntityRecordCodec.remembered(handler, id, expiresAt, reply);
    }

    /** Whether this is the outcome of the invocation {@code id} of {@code handler}. */
    public boolean answers(String handler, String id) {
      return this.id.equals(id) && this.handler.equals(handler);
    }

    /** Whether nobody will ask for it any more. */
    public boolean isExpired(Instant now) {
      return expiresAt <= now.toEpochMilli();
    }

    /** What the invocation replied. */
    public Reply reply() {
      return EntityRecordCodec.replyOf(this);
    }

    /** Roughly what it costs to keep, in bytes. */
    public int weight() {
      return entry.size() + 64;
    }
  }

  /**
   * An outcome whose caller may not have it yet.
   *
   * @param lasting whether it is remembered when the caller has it
   */
  public record Unanswered(boolean lasting, Remembered outcome) {}

  /** A message to the entity {@code function/key} of the same namespace. */
  public record Send(
      long sequence, long dueAt, String function, String key, String handler, Request message) {}

  /** The message that {@code function/key} sent under {@code sequence} was taken. */
  public record Received(String function, String key, long sequence, long expiresAt) {}

  /** At {@code dueAt} the entity's own {@code handler} runs. */
  public record Timer(String name, long dueAt, String handler, Request message) {}
}
