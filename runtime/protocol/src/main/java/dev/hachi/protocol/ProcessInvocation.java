package dev.hachi.protocol;

import dev.hachi.function.Caller;
import dev.hachi.function.Request;
import java.time.Duration;
import java.util.Optional;

/**
 * What a function's process is asked: one message for one key, with the key's state.
 *
 * @param id the same id is the same invocation, sent once more
 * @param left how long the answer is waited for
 * @param revision how many commits the key has had; the answer repeats it
 * @param caller the entity that told or asked; empty for a caller from outside
 */
public record ProcessInvocation(
    String function,
    String key,
    String handler,
    String id,
    Duration left,
    long revision,
    Optional<Caller> caller,
    Request request,
    State state) {}
