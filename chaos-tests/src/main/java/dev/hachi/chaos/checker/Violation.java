package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import org.jspecify.annotations.Nullable;

/**
 * One promise that was not kept.
 *
 * @param rule which one, in a few words
 * @param sentence what happened
 * @param at the operation that shows it; null when none does alone
 */
public record Violation(String rule, String sentence, @Nullable Operation at) implements Finding {
  /** One that no single operation shows. */
  public static Violation of(String rule, String sentence) {
    return new Violation(rule, sentence, null);
  }

  @Override
  public String toString() {
    return rule + ": " + sentence;
  }
}
