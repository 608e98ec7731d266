package dev.hachi.chaos.checker;

/**
 * A set of fingerprints of 128 bits; open addressing, as one history needs millions. Two
 * configurations share a fingerprint with a chance of about one in 10^26.
 */
final class Seen {
  private long[] slots = new long[2 * 64];
  private int size;

  /** Whether it was not there before. */
  boolean add(long one, long other) {
    var first = one == 0 && other == 0 ? 1 : one; // 0, 0 is an empty slot
    if (4 * (size + 1) > slots.length) {
      grow();
    }
    if (!put(slots, first, other)) {
      return false;
    }
    size++;
    return true;
  }

  private static boolean put(long[] slots, long one, long other) {
    var mask = slots.length / 2 - 1;
    for (var slot = (int) one & mask; ; slot = (slot + 1) & mask) {
      var found = slots[2 * slot];
      if (found == 0 && slots[2 * slot + 1] == 0) {
        slots[2 * slot] = one;
        slots[2 * slot + 1] = other;
        return true;
      }
      if (found == one && slots[2 * slot + 1] == other) {
        return false;
      }
    }
  }

  private void grow() {
    var larger = new long[2 * slots.length];
    for (var slot = 0; slot < slots.length; slot += 2) {
      if (slots[slot] != 0 || slots[slot + 1] != 0) {
        put(larger, slots[slot], slots[slot + 1]);
      }
    }
    slots = larger;
  }

  int size() {
    return size;
  }

  /** Spreads {@code value} over all bits (the finalizer of SplitMix64). */
  static long mix(long value) {
    var mixed = (value ^ (value >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
