package dev.hachi.sharding.placement;

import java.util.Comparator;

/**
 * One replica in the cluster, from its start to its end: a restart is another member.
 *
 * @param address where the others reach it, {@code host:port}
 * @param uid tells it from earlier and later members at the same address
 */
public record Member(String address, long uid) implements Comparable<Member> {
  private static final Comparator<Member> ORDER =
      Comparator.comparing(Member::address).thenComparingLong(Member::uid);

  @Override
  public int compareTo(Member other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return address + "#" + Long.toHexString(uid);
  }
}
