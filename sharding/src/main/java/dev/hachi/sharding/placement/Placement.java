package dev.hachi.sharding.placement;

import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;

/**
 * Where shards belong, as a pure function of who is there: rendezvous hashing (Thaler and
 * Ravishankar, "Using name-based mappings to increase hit rates", 1998). Each shard ranks all
 * members by a hash of both; the first is its owner, the first few store it. So a member that comes
 * or goes moves only shards that are its own, and the owner's successor already stores the shard.
 *
 * @param function the name of the function whose shards they are
 * @param shards how many it has; fixed for its life
 * @param copies how many members store each
 */
public record Placement(String function, int shards, int copies) {
  private record Ranked(Member member, long weight) {}

  private static final Comparator<Ranked> HEAVIEST_FIRST =
      Comparator.comparingLong(Ranked::weight).reversed().thenComparing(Ranked::member);

  public Placement {
    if (shards < 1 || copies < 1) {
      throw new IllegalArgumentException(
          "there must be at least 1 shard and 1 copy, were %d and %d".formatted(shards, copies));
    }
  }

  /** The shard of {@code key}. */
  public int shardOf(String key) {
    return (int) Long.remainderUnsigned(hash(key), shards);
  }

  /** {@code members} in the order in which {@code shard} prefers them. */
  public List<Member> rank(int shard, List<Member> members) {
    return members.stream()
        .map(member -> new Ranked(member, weight(shard, member)))
        .sorted(HEAVIEST_FIRST)
        .map(Ranked::member)
        .toList();
  }

  /** Those that are to store {@code shard}, its owner first; empty when nobody is there. */
  public List<Member> copiesOf(int shard, View view) {
    return rank(shard, view.eligible()).stream().limit(copies).toList();
  }

  private long weight(int shard, Member member) {
    return mix(hash(function) + 31L * shard ^ mix(hash(member.address()) + member.uid()));
  }

  /** FNV-1a, finished by {@link #mix}: the same on every machine and in every release. */
  private static long hash(String text) {
    var hash = 0xcbf29ce484222325L;
    for (var octet : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (octet & 0xff)) * 0x100000001b3L;
    }
    return mix(hash);
  }

  /** The finalizer of SplitMix64 (Steele, Lea and Flood, 2014): every bit depends on every bit. */
  private static long mix(long bits) {
    var one = (bits ^ bits >>> 30) * 0xbf58476d1ce4e5b9L;
    var two = (one ^ one >>> 27) * 0x94d049bb133111ebL;
    return two ^ two >>> 31;
  }
}
