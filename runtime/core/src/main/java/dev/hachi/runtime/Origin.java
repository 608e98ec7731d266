package dev.hachi.runtime;

import java.util.List;

/** Where an invocation comes from. */
public sealed interface Origin {
  /**
   * From outside the runtime.
   *
   * @param lasting whether the caller chose the id and may repeat it later; otherwise nobody can
   *     repeat it after the deadline
   */
  record Outside(boolean lasting) implements Origin {}

  /**
   * From a handler that waits for the reply.
   *
   * @param waiting all who wait for this invocation directly or over others, the asker last
   * @param lasting whether the asker may run again under the same id
   */
  record Ask(List<Address> waiting, boolean lasting) implements Origin {
    public Ask {
      waiting = List.copyOf(waiting);
    }
  }

  /** From the outbox of {@code sender}, which numbers its messages. */
  record Tell(Address sender, long sequence) implements Origin {}

  /** From the entity's own timer {@code name}, due at {@code dueAt} milliseconds. */
  record Timer(String name, long dueAt) implements Origin {}
}
