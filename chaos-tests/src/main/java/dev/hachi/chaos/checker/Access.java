package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Action.CompareAndSet;
import dev.hachi.chaos.history.Action.Read;
import dev.hachi.chaos.history.Action.Write;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What an operation did to a register if it took effect.
 *
 * @param saw the value that must have been there; null when any may
 * @param made the value that is there since; null when it changed nothing
 * @param isCertain whether it did take effect
 */
record Access(Operation operation, @Nullable Long saw, @Nullable Long made, boolean isCertain) {
  /** Null when it can have had no effect. */
  static @Nullable Access of(Operation operation) {
    if (operation.outcome() instanceof Outcome.Value(var reply)) {
      return certain(operation, reply);
    }
    return operation.outcome().isInDoubt() ? inDoubt(operation) : null;
  }

  private static Access certain(Operation operation, long reply) {
    return switch (operation.action()) {
      case Write(var value) -> new Access(operation, null, value, true);
      case CompareAndSet(var expected, var value) when expected == reply ->
          new Access(operation, reply, value, true);
      default -> new Access(operation, reply, null, true);
    };
  }

  private static @Nullable Access inDoubt(Operation operation) {
    return switch (operation.action()) {
      case Read _ -> null;
      case Write(var value) -> new Access(operation, null, value, false);
      case CompareAndSet(var expected, var value) -> new Access(operation, expected, value, false);
      default -> throw Models.REGISTER.foreign(operation.action());
    };
  }

  /** What is in doubt began, and may have taken effect at any time since. */
  long end() {
    return isCertain ? operation.end() : Long.MAX_VALUE;
  }

  long start() {
    return operation.start();
  }
}
