package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Action;

/** What one key does when nothing else happens at the same time. Pure. */
public interface Model {
  /** The state of a key that nobody has asked yet. */
  long initial();

  /** The state after {@code action} was done at {@code state}. */
  long after(long state, Action action);

  /** Whether {@code action}, done at {@code state}, may reply {@code reply}. */
  boolean allows(long state, Action action, long reply);
}
