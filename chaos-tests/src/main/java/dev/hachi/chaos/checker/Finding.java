package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import org.jspecify.annotations.Nullable;

/** What a check has to say against a history. */
public sealed interface Finding permits Violation, Undecided {
  /** Which promise it is about, in a few words. */
  String rule();

  /** What was found. */
  String sentence();

  /** The operation that shows it; null when none does alone. */
  @Nullable Operation at();
}
