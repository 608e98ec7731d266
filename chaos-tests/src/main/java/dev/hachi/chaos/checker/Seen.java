package dev.hachi.chaos.checker;

/**
 * A set of fingerprints of 128 bits; open addressing, as one history needs millions. Two
 * configurations share a fingerprint with a chance of about one in 10^26. What is new when it is
 * full is not kept: then the same may be searched again, which costs steps and no truth.
 */
final class Seen {
  /** 64 MiB. */
  static final int SIZE_MAX = 1 << 21;

  private long[] slots = new long[2 * 64];
  private int size;

  /** Whether it was not there before. */
  boolean add(long one, long other) {
    var first = one == 0 && other == 0 ? 1 : one; // 0, 0 is an empty slot
    if (size < SIZE_MAX && 4 * (size + 1) > slots.length) {
      grow();
    }
    var slot = slot(slots, first, other);
    if (slots[slot] == first && slots[slot + 1] == other) {
      return false;
    }
    if (size < SIZE_MAX) {
      slots[slot] = first;
      slots[slot + 1] = other;
      size++;
    }
    return true;
  }

  /** Where it is, or would be. */
  private static int slot(long[] slots, long one, long other) {
    var mask = slots.length / 2 - 1;
    for (var number = (int) one & mask; ; number = (number + 1) & mask) {
      var slot = 2 * number;
      var isFree = slots[slot] == 0 && slots[slot + 1] == 0;
      if (isFree || (slots[slot] == one && slots[slot + 1] == other)) {
        return slot;
      }
    }
  }

  private void grow() {
    var larger = new long[2 * slots.length];
    for (var slot = 0; slot < slots.length; slot += 2) {
      if (slots[slot] != 0 || slots[slot + 1] != 0) {
        var found = slot(larger, slots[slot], slots[slot + 1]);
        larger[found] = slots[slot];
        larger[found + 1] = slots[slot + 1];
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
