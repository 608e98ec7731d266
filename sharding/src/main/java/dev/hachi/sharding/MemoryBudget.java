package dev.hachi.sharding;

import dev.hachi.runtime.store.StoreFullException;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.ShardMessage.Item;
import dev.hachi.sharding.replication.ShardMessage.Keyed;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How much this replica stores and how much it may, and what others say of themselves. A growing
 * commit that its owner, or one who keeps a copy, has no room for is refused before it reaches any
 * copy. What others send nevertheless, as they take over from one that died, may take half as much
 * again; beyond that it is not heard, as if it had got lost. All copies count, the owner's and
 * those kept for others. Confined to one thread, but for {@link #counted()}.
 */
final class MemoryBudget {
  private static final Logger LOG = LoggerFactory.getLogger(MemoryBudget.class);

  /** What a replica said of its room is repeated several times within this. */
  private static final long HEARD_NANOS = Duration.ofSeconds(2).toNanos();

  private record Room(long left, long at) {}

  private final long max;
  private final LongSupplier nanoTime;
  private final Map<Member, Room> rooms = new HashMap<>();
  private long used;

  /** What {@link #used} was when it was last counted. */
  private volatile long counted;

  private boolean overfull;

  /**
   * @param max in bytes
   */
  MemoryBudget(long max, LongSupplier nanoTime) {
    this.max = max;
    this.nanoTime = nanoTime;
  }

  /** All copies together take this much. */
  void uses(long bytes) {
    used = bytes;
    counted = bytes;
    if (overfull && used <= max) {
      overfull = false;
      LOG.info("the state in this replica's memory takes {} bytes again", used);
    }
  }

  /** What all copies took lately. Thread-safe. */
  long counted() {
    return counted;
  }

  /** How much more this replica may store; less than 0 when it stores too much. */
  long left() {
    return max - used;
  }

  /** Whether others should know how little is left. */
  boolean isScarce() {
    return left() < max / 4;
  }

  /** {@code from} says that it may store {@code left} bytes more. */
  void heard(Member from, long left) {
    rooms.put(from, new Room(left, nanoTime.getAsLong()));
  }

  /** Only these are there. */
  void present(Collection<Member> members) {
    rooms.keySet().retainAll(members);
  }

  /**
   * Why nothing that {@code copies} store may grow by {@code bytes}; null when it may, and then it
   * counts as grown.
   */
  @Nullable RuntimeException refusal(long bytes, List<Member> copies) {
    if (used + bytes > max) {
      return new StoreFullException(
          "the state in this replica's memory takes %d bytes and may take %d: delete keys, add"
                  .formatted(used, max)
              + " replicas, or raise hachi_memory_max");
    }
    for (var copy : copies) {
      var room = roomOf(copy);
      if (room != null && room.left() < bytes) {
        return new StoreFullException(
            "the replica %s, which keeps a copy, may store %d bytes more: delete keys, add"
                    .formatted(copy, Math.max(0, room.left()))
                + " replicas, or raise its hachi_memory_max");
      }
    }
    used += bytes;
    rooms.replaceAll((member, room) ->
        copies.contains(member) ? new Room(room.left() - bytes, room.at()) : room);
    return null;
  }

  private @Nullable Room roomOf(Member copy) {
    var room = rooms.get(copy);
    return room != null && nanoTime.getAsLong() - room.at() < HEARD_NANOS ? room : null;
  }

  /**
   * Whether there is room for what {@code message} adds to a shard that takes {@code stored} bytes;
   * then it counts as stored.
   */
  boolean takes(ShardMessage message, long stored) {
    var growth = growth(message, stored);
    if (growth > 0 && used + growth > max + max / 2) {
      sayOverfull();
      return false;
    }
    used += Math.max(0, growth);
    return true;
  }

  private static long growth(ShardMessage message, long stored) {
    return switch (message) {
      case ShardMessage.Accept accept -> accept.value() == null ? 0 : accept.value().size();
      case ShardMessage.Fill fill -> weight(fill.entries());
      case ShardMessage.CatchUp catchUp -> weight(catchUp.entries());
      case ShardMessage.Copy copy ->
          copy.items().stream().mapToLong(MemoryBudget::weight).sum() - stored;
      default -> 0; // these store nothing
    };
  }

  private static long weight(List<Keyed> entries) {
    return entries.stream().mapToLong(one -> one.entry().weight(one.key())).sum();
  }

  /** What it has already is a part of what it stores. */
  private static long weight(Item item) {
    return switch (item) {
      case Item.Kept kept -> 0;
      case Item.Sent(var key, var entry) -> entry.weight(key);
    };
  }

  private void sayOverfull() {
    if (!overfull) {
      overfull = true;
      LOG.error(
          "the state in this replica's memory takes {} bytes, far more than the {} of"
              + " hachi_memory_max: it keeps no more copies for others until there is room; delete"
              + " keys, add replicas, or raise it",
          used,
          max);
    }
  }
}
