package dev.hachi.runtime.entity;

import dev.hachi.runtime.Invocation;

/** The invocation whose handler runs now. Confined to its entity. */
final class Running {
  private final Pending pending;
  private final Thread thread;
  private final long startedAt = System.nanoTime();
  private boolean interrupted;

  private Running(Pending pending, Thread thread) {
    this.pending = pending;
    this.thread = thread;
  }

  /** Starts {@code run} on a virtual thread: author code may block. */
  static Running start(Pending pending, Runnable run) {
    return new Running(pending, Thread.startVirtualThread(run));
  }

  Pending pending() {
    return pending;
  }

  /** Whether {@code invocation} is the one that runs, so that it may wait for its outcome. */
  boolean is(Invocation invocation) {
    return !interrupted && pending.isSameAs(invocation);
  }

  /** Whether its callers were answered already; what it asks for is then dropped. */
  boolean isInterrupted() {
    return interrupted;
  }

  /** How long it has run. */
  long nanos() {
    return System.nanoTime() - startedAt;
  }

  void interrupt() {
    interrupted = true;
    thread.interrupt();
  }
}
