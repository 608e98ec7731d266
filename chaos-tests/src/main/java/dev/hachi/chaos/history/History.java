package dev.hachi.chaos.history;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** All that was asked, answered and done during one run. Thread-safe. */
public final class History {
  private final long originNanos = System.nanoTime();
  private final Instant origin = Instant.now();
  private final List<Operation> operations = new ArrayList<>();
  private int served;
  private final ConcurrentLinkedQueue<Event> events = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Fault> faults = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Repetition> repetitions = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Exit> exits = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> broken = new ConcurrentHashMap<>();

  public void add(Operation operation) {
    synchronized (operations) {
      operations.add(operation);
      served += operation.isServed() ? 1 : 0;
    }
  }

  /** Notes what was done just now. */
  public void note(String what) {
    events.add(new Event(System.nanoTime(), what));
  }

  /** Notes that from now on nothing can be expected of {@code replica}; returns when that was. */
  public long broke(String replica, String how) {
    var now = System.nanoTime();
    broken.put(replica, now);
    events.add(new Event(now, how + " " + replica));
    return now;
  }

  /** Keeps what has become of a fault. */
  public void add(Fault fault) {
    faults.add(fault);
  }

  /** Keeps what an operation was answered when it was asked for again. */
  public void add(Repetition repetition) {
    repetitions.add(repetition);
  }

  public List<Repetition> repetitions() {
    return List.copyOf(repetitions);
  }

  /** Keeps the end of a process, and notes it. */
  public void add(Exit exit) {
    exits.add(exit);
    note(exit.sentence());
  }

  public List<Exit> exits() {
    return List.copyOf(exits);
  }

  /** By their start. */
  public List<Fault> faults() {
    return faults.stream().sorted(Comparator.comparingLong(Fault::start)).toList();
  }

  /** In the order in which they ended. */
  public List<Operation> operations() {
    synchronized (operations) {
      return List.copyOf(operations);
    }
  }

  /** How many operations have ended. */
  public int ended() {
    synchronized (operations) {
      return operations.size();
    }
  }

  /** How many of them were answered as they should be. */
  public int served() {
    synchronized (operations) {
      return served;
    }
  }

  public List<Event> events() {
    return List.copyOf(events);
  }

  /** Whether nothing can be expected of {@code replica} any more. */
  public boolean isBroken(String replica) {
    return broken.containsKey(replica);
  }

  /** Whether {@code operation} failed because the replica that it had reached was broken. */
  public boolean isLostWithItsReplica(Operation operation) {
    var since = broken.get(operation.replica());
    return !operation.isServed() && since != null && operation.end() >= since;
  }

  /** Those that were not served although nothing had happened to the replica that they reached. */
  public List<Operation> failures() {
    return operations().stream()
        .filter(operation -> !operation.isServed() && !isLostWithItsReplica(operation))
        .toList();
  }

  /** The wall clock's time at {@code nanos}, to compare with logs. */
  public Instant timeOf(long nanos) {
    return origin.plusNanos(nanos - originNanos);
  }
}
