package dev.hachi.sharding.replication;

import java.util.Comparator;

/**
 * When an entry was written: the later stamp is the newer value of a key.
 *
 * @param sequence the owner's count of writes under {@code ballot}; 0 for what it took over
 */
public record Stamp(Ballot ballot, long sequence) implements Comparable<Stamp> {
  private static final Comparator<Stamp> ORDER =
      Comparator.comparing(Stamp::ballot).thenComparingLong(Stamp::sequence);

  @Override
  public int compareTo(Stamp other) {
    return ORDER.compare(this, other);
  }

  boolean isBefore(Stamp other) {
    return compareTo(other) < 0;
  }
}
