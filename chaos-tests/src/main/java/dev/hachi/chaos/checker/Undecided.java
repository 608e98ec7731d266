package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;

/**
 * A key of which nobody knows whether a promise was kept: the search took too long.
 *
 * @param rule which promise, in a few words
 * @param sentence how much was searched
 * @param at what could not be placed where the search came farthest
 */
public record Undecided(String rule, String sentence, Operation at) implements Finding {
  @Override
  public String toString() {
    return rule + ", undecided: " + sentence;
  }
}
