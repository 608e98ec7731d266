package dev.hachi.sharding.placement;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
  /** How much uneven is left alone: a tenth. Evening out more would move more shards per change. */
  private static final double SLACK_PART = 10;

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

  /**
   * For each shard those that are to store it, its owner first; empty lists when nobody is there.
   *
   * <p>The owner is the member that the shard prefers, unless that one has clearly more shards than
   * the next of its copies. Only copies that are still copies when one member is gone are asked, so
   * that whoever follows a dead owner has the data.
   *
   * <p>While members can read different states, a newer one that a shard prefers is not passed over
   * for an older one, so that what it has written does not go to who cannot read it: as newer
   * members come and older ones go, no shard goes back. Once an older one has met a state that is
   * too new for it all the same, those that can read it own all shards as long as there are any.
   */
  public List<List<Member>> assign(View view) {
    var eligible = view.eligible();
    var versions = view.versions();
    var able = versions.able(eligible);
    var among = hashes(eligible);
    var amongAble = hashes(able);
    var seed = hash(function);
    var owned = new HashMap<Member, Integer>();
    var slack = (double) shards / Math.max(1, eligible.size()) / SLACK_PART;
    return IntStream.range(0, shards)
        .mapToObj(shard -> {
          if (eligible.isEmpty()) {
            return eligible;
          }
          var ranked = heaviest(seed + 31L * shard, among).mapToObj(eligible::get).toList();
          var preferred =
              able.size() == eligible.size()
                  ? ranked
                  : heaviest(seed + 31L * shard, amongAble).mapToObj(able::get).toList();
          var owner = owner(preferred, versions, owned, slack);
          owned.merge(owner, 1, Integer::sum);
          return ownerFirst(owner, ranked);
        })
        .toList();
  }

  private Member owner(
      List<Member> ranked, Versions versions, Map<Member, Integer> owned, double slack) {
    var first = ranked.getFirst();
    var owner = first;
    for (var other : ranked.subList(0, Math.clamp(copies - 1, 1, ranked.size()))) {
      if (versions.of(other) == versions.of(first)
          && owned.getOrDefault(other, 0) + slack < owned.getOrDefault(owner, 0)) {
        owner = other;
      }
    }
    return owner;
  }

  private List<Member> ownerFirst(Member owner, List<Member> ranked) {
    var others = ranked.stream().filter(member -> !member.equals(owner));
    return Stream.concat(Stream.of(owner), others).limit(copies).toList();
  }

  /** The few members that a shard prefers, by their places; of equals the first member. */
  private IntStream heaviest(long shard, long[] hashes) {
    var best = new int[Math.min(copies, hashes.length)];
    var weights = new long[best.length];
    for (var member = 0; member < hashes.length; member++) {
      var weight = mix(shard ^ hashes[member]);
      var place = Math.min(member, best.length);
      while (place > 0 && weights[place - 1] < weight) {
        place--;
      }
      if (place < best.length) {
        System.arraycopy(weights, place, weights, place + 1, best.length - place - 1);
        System.arraycopy(best, place, best, place + 1, best.length - place - 1);
        weights[place] = weight;
        best[place] = member;
      }
    }
    return Arrays.stream(best);
  }

  private static long[] hashes(List<Member> members) {
    return members.stream().mapToLong(Placement::hash).toArray();
  }

  private static long hash(Member member) {
    return mix(hash(member.address()) + member.uid());
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
