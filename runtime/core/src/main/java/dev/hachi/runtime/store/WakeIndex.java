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
import org.jspecify.annotations.Nullable;

/**
 * When which entity must be live again, as of the last commit or load in this process. Thread-safe.
 */
final class WakeIndex {
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(30);

  /**
   * @param at when to wake it, perhaps again; never when this process cannot do what is due
   * @param since from when there is, or will be, something to do
   * @param errand whether there is a message or a timer; else the key is only to be erased
   */
  private record Wake(long at, long since, Address address, boolean errand) {
    boolean isPutOff() {
      return at != since;
    }
  }

  private static final Comparator<Wake> BY_ADDRESS =
      Comparator.<Wake, String>comparing(wake -> wake.address().function())
          .thenComparing(wake -> wake.address().key())
          .thenComparing(wake -> wake.address().namespace());

  private final ConcurrentMap<Address, Wake> wakes = new ConcurrentHashMap<>();
  private final TreeSet<Wake> inOrder =
      new TreeSet<>(Comparator.comparingLong(Wake::at).thenComparing(BY_ADDRESS));

  /** The errands that were due and are not done. */
  private final TreeSet<Wake> putOff =
      new TreeSet<>(Comparator.comparingLong(Wake::since).thenComparing(BY_ADDRESS));

  void put(Address address, long at, boolean errand) {
    if (at == EntityRecord.NEVER && !wakes.containsKey(address)) {
      return; // the usual case takes no lock
    }
    synchronized (inOrder) {
      remove(address);
      if (at != EntityRecord.NEVER) {
        add(new Wake(at, at, address, errand));
      }
    }
  }

  /** What is due for {@code address} is for another process: here it is not woken again for it. */
  void leave(Address address) {
    synchronized (inOrder) {
      var wake = remove(address);
      if (wake != null) {
        add(new Wake(EntityRecord.NEVER, wake.since(), address, wake.errand()));
      }
    }
  }

  private void add(Wake wake) {
    wakes.put(wake.address(), wake);
    inOrder.add(wake);
    if (wake.isPutOff() && wake.errand()) {
      putOff.add(wake);
    }
  }

  private @Nullable Wake remove(Address address) {
    var last = wakes.remove(address);
    if (last != null) {
      inOrder.remove(last);
      putOff.remove(last);
    }
    return last;
  }

  /**
   * Since when the oldest message or timer is due that is not done at {@code now}; {@link
   * EntityRecord#NEVER} without any.
   */
  long oldestErrand(Instant now) {
    synchronized (inOrder) {
      var oldest = putOff.isEmpty() ? EntityRecord.NEVER : putOff.getFirst().since();
      for (var wake : inOrder) {
        if (wake.at() > now.toEpochMilli() || wake.since() >= oldest) {
          break;
        }
        if (wake.errand()) {
          oldest = wake.since();
        }
      }
      return oldest > now.toEpochMilli() ? EntityRecord.NEVER : oldest;
    }
  }

  void forget(Predicate<Address> which) {
    synchronized (inOrder) {
      wakes.keySet().removeIf(which);
      inOrder.removeIf(wake -> which.test(wake.address()));
      putOff.removeIf(wake -> which.test(wake.address()));
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
      for (var wake : due) {
        remove(wake.address());
        add(new Wake(again, wake.since(), wake.address(), wake.errand()));
      }
      return due.stream().map(Wake::address).toList();
    }
  }
}
