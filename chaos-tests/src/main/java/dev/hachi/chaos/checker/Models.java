package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Action.Add;
import dev.hachi.chaos.history.Action.CompareAndSet;
import dev.hachi.chaos.history.Action.Read;
import dev.hachi.chaos.history.Action.Write;

/** The models of the workloads that are part of this. */
public enum Models implements Model {
  /** A number that can be read, and added to. */
  COUNTER {
    @Override
    public long after(long state, Action action) {
      return switch (action) {
        case Add(var amount) -> state + amount;
        case Read _ -> state;
        default -> throw foreign(action);
      };
    }

    @Override
    public boolean allows(long state, Action action, long reply) {
      return reply == after(state, action);
    }
  },

  /** A value that can be read, replaced, and replaced if it is what the caller thinks. */
  REGISTER {
    @Override
    public long after(long state, Action action) {
      return switch (action) {
        case Read _ -> state;
        case Write(var value) -> value;
        case CompareAndSet(var expected, var value) -> state == expected ? value : state;
        default -> throw foreign(action);
      };
    }

    @Override
    public boolean allows(long state, Action action, long reply) {
      return switch (action) {
        case Read _, CompareAndSet _ -> reply == state;
        case Write(var value) -> reply == value;
        default -> throw foreign(action);
      };
    }
  };

  @Override
  public long initial() {
    return 0;
  }

  IllegalArgumentException foreign(Action action) {
    return new IllegalArgumentException("a " + this + " has no action " + action);
  }
}
