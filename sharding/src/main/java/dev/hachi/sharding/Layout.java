package dev.hachi.sharding;

import dev.hachi.runtime.Address;
import dev.hachi.sharding.placement.Division;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.placement.Placement;
import dev.hachi.sharding.placement.Versions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where every shard of every function belongs, as far as this replica sees the cluster. Immutable.
 */
final class Layout {
  /**
   * One function: how it is placed, for each shard its copies, the owner first, and which states
   * can be read by the newest of those that are to stay.
   */
  record Placed(
      Placement placement, List<List<Member>> copies, Versions versions, int newestVersion) {}

  /** Nobody is there. */
  static final Layout EMPTY = new Layout(Members.NONE, Map.of());

  private final Members members;
  private final Map<String, Placed> functions;

  private Layout(Members members, Map<String, Placed> functions) {
    this.members = members;
    this.functions = functions;
  }

  static Layout of(Members members) {
    var functions = new HashMap<String, Placed>();
    members
        .divisions()
        .forEach(
            (function, division) -> functions.put(function, place(function, division, members)));
    return new Layout(members, functions);
  }

  private static Placed place(String function, Division division, Members members) {
    var placement = new Placement(function, division.shards(), division.copies());
    var view = members.of(function);
    var versions = view.versions();
    var newest = view.eligible().stream().mapToInt(versions::of).max().orElse(1);
    return new Placed(placement, placement.assign(view), versions, newest);
  }

  Members members() {
    return members;
  }

  boolean isEmpty() {
    return functions.isEmpty();
  }

  /** The members that are to store this shard, its owner first; empty when nobody is there. */
  List<Member> copiesOf(String function, int shard) {
    var placed = functions.get(function);
    return placed == null ? List.of() : placed.copies().get(shard);
  }

  /** The shard of {@code address}; null when nobody hosts its function. */
  @Nullable ShardId shardOf(Address address) {
    var placed = functions.get(address.function());
    return placed == null
        ? null
        : new ShardId(address.function(), placed.placement().shardOf(address.key()));
  }

  /** Whether there is one to stay whose code of {@code function} is newer than that of a member. */
  boolean hasNewer(String function, Member than) {
    var placed = functions.get(function);
    return placed != null && placed.newestVersion() > placed.versions().of(than);
  }

  /** Who is to run {@code address}; null when nobody hosts its function. */
  @Nullable Member ownerOf(Address address) {
    var placed = functions.get(address.function());
    if (placed == null) {
      return null;
    }
    var copies = placed.copies().get(placed.placement().shardOf(address.key()));
    return copies.isEmpty() ? null : copies.getFirst();
  }
}
