package dev.hachi.runtime.store;

import dev.hachi.runtime.Address;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;

/**
 * When which entity must be live again, as of the last commit or load in this process. Thread-safe.
 */
final class WakeIndex {
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

  /**
   * @param errand whether there is a message or a timer; else the key is only to be erased
   */
  private record Wake(long at, Address address, boolean errand) {}

  private static final Comparator<Wake> EARLIEST_FIRST =
      Comparator.comparingLong(Wake::at)
          .thenComparing(wake -> wake.address().function())
          .thenComparing(wake -> wake.address().key())
          .thenComparing(wake -> wake.address().namespace());

  private final ConcurrentMap<Address, Wake> wakes = new ConcurrentHashMap<>();
  private final TreeSet<Wake> inOrder = new TreeSet<>(EARLIEST_FIRST);

  void put(Address address, long at, boolean errand) {
    if (at == EntityRecord.NEVER && !wakes.containsKey(address)) {
      return; // the usual case takes no lock
    }
    synchronized (inOrder) {
      var wake = new Wake(at, address, errand);
      var last = at == EntityRecord.NEVER ? wakes.remove(address) : wakes.put(address, wake);
      if (last != null) {
        inOrder.remove(last);
      }
      if (at != EntityRecord.NEVER) {
        inOrder.add(wake);
      }
    }
  }

  /** When the oldest message or timer is, or was, due; {@link EntityRecord#NEVER} without any. */
  long oldestErrand() {
    synchronized (inOrder) {
      for (var wake : inOrder) {
        if (wake.errand()) {
          return wake.at();
        }
      }
      return EntityRecord.NEVER;
    }
  }

  void forget(Predicate<Address> which) {
    synchronized (inOrder) {
      wakes.keySet().removeIf(which);
      inOrder.removeIf(wake -> which.test(wake.address()));
    }
  }

  /**
   * At most {@code max} of those that are due at {@code now} and not {@code live}, the earliest
   * first. These are due again a little later, if nothing changes: so those that fail cannot keep
   * others from being woken.
   */
  List<Address> due(Instant now, int max, Predicate<Address> live) {
    if (wakes.isEmpty()) {
      return List.of();
    }
    synchronized (inOrder) {
      var due =
          inOrder.stream()
              .takeWhile(wake -> wake.at() <= now.toEpochMilli())
              .filter(wake -> !live.test(wake.address()))
              .limit(max)
              .toList();
      var again = now.plus(AGAIN_AFTER).toEpochMilli();
      due.forEach(wake -> put(wake.address(), again, wake.errand()));
      return due.stream().map(Wake::address).toList();
    }
  }
}
