package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import java.util.Comparator;

/**
 * Fences one ownership of a shard from the next; no two attempts to become owner share one.
 *
 * @param counter higher than that of every ballot the owner knew
 * @param owner who acts under it
 */
public record Ballot(long counter, Member owner) implements Comparable<Ballot> {
  /** Below all others. */
  public static final Ballot NONE = new Ballot(0, new Member("", 0));

  private static final Comparator<Ballot> ORDER =
      Comparator.comparingLong(Ballot::counter).thenComparing(Ballot::owner);

  @Override
  public int compareTo(Ballot other) {
    return counter == other.counter && owner.equals(other.owner) ? 0 : ORDER.compare(this, other);
  }

  boolean isBelow(Ballot other) {
    return compareTo(other) < 0;
  }

  @Override
  public String toString() {
    return counter + "@" + owner;
  }
}
