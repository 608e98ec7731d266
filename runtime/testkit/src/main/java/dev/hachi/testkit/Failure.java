package dev.hachi.testkit;

import dev.hachi.runtime.entity.InlineEntities;
import org.jspecify.annotations.Nullable;

/**
 * An invocation that failed, whoever made it: the test, an ask, a message or a timer.
 *
 * @param function the function that failed
 * @param key its key
 * @param handler its handler
 * @param code the author's own word, or one of the runtime's such as {@code handler_failed}
 * @param message a sentence for people
 * @param thrown what the handler threw, null when it threw nothing
 */
public record Failure(
    String function,
    String key,
    String handler,
    String code,
    String message,
    @Nullable Throwable thrown) {
  static Failure of(InlineEntities.Failure failure) {
    var invocation = failure.invocation();
    return new Failure(
        invocation.address().function(),
        invocation.address().key(),
        invocation.handler(),
        failure.outcome().code(),
        failure.outcome().message(),
        failure.thrown());
  }
}
