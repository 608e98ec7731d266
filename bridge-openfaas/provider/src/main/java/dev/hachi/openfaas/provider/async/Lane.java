package dev.hachi.openfaas.provider.async;

import dev.hachi.openfaas.provider.Say;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Semaphore;

/** The calls of one function, of which some are made at a time. Thread-safe. */
final class Lane implements AutoCloseable {
  private static final int AT_A_TIME = 16;

  private final String name;
  private final Delivery delivery;
  private final DelayQueue<Due> queue = new DelayQueue<>();
  private final Semaphore free = new Semaphore(AT_A_TIME);
  private final Thread thread;

  /** Makes a call, or adds it to the lane again. */
  interface Delivery {
    void make(Due due) throws InterruptedException;
  }

  Lane(String name, Delivery delivery) {
    this.name = name;
    this.delivery = delivery;
    this.thread = Thread.ofVirtual().name(name).start(this::run);
  }

  void add(Due due) {
    var _ = queue.add(due);
  }

  private void run() {
    try {
      while (true) {
        free.acquire();
        Due due = queue.take();
        Thread.ofVirtual().name(name + "-" + due.number()).start(() -> make(due));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void make(Due due) {
    try {
      delivery.make(due);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      if (thread.isAlive()) {
        Say.line("asynchronous call %d failed here and is repeated: %s".formatted(due.number(), e));
        add(due.again());
      }
    } finally {
      free.release();
    }
  }

  /** Begins no more. */
  @Override
  public void close() {
    thread.interrupt();
  }
}
