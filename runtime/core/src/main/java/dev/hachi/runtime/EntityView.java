package dev.hachi.runtime;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is stored of one entity, for people.
 *
 * @param stateVersion of the code that wrote the state
 * @param state as JSON's own kinds of values; null when there is none
 * @param timers those that are set, the next first
 * @param outbox the messages that are not acknowledged yet, the oldest first
 */
public record EntityView(
    long revision,
    int stateVersion,
    @Nullable Object state,
    List<Timer> timers,
    List<Message> outbox) {
  public EntityView {
    timers = List.copyOf(timers);
    outbox = List.copyOf(outbox);
  }

  /** At {@code dueAt} the entity's own {@code handler} runs. */
  public record Timer(String name, String handler, Instant dueAt) {}

  /** What was told {@code function/key}; it may leave from {@code dueAt} on. */
  public record Message(
      long sequence, String function, String key, String handler, Instant dueAt) {}
}
