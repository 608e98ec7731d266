package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.ShardMap;
import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * Which shards this replica runs. Without a map there is a single one, always open. No clock, no
 * I/O; confined to {@link Residents}.
 */
final class Shards {
  private enum State {
    OPEN,
    /** Lets end what is going on. */
    CLOSING,
    CLOSED
  }

  /** One of them, and how many of its entities are live. */
  static final class Shard {
    private State state;
    private int live;
    private @Nullable ActorRef<Done> closer;

    private Shard(State state) {
      this.state = state;
    }

    boolean isOpen() {
      return state == State.OPEN;
    }

    void open() {
      state = State.OPEN;
      closer = null;
    }

    /** Admits nothing new; {@code replyTo} is told when its last entity has stopped. */
    void close(ActorRef<Done> replyTo) {
      state = State.CLOSING;
      closer = replyTo;
      endIfEmpty();
    }

    /** Admits nothing at all. */
    void abandon() {
      state = State.CLOSED;
      endIfEmpty();
    }

    void entityStarted() {
      live++;
    }

    void entityStopped() {
      live--;
      endIfEmpty();
    }

    private void endIfEmpty() {
      if (live > 0 || state == State.OPEN) {
        return;
      }
      state = State.CLOSED;
      if (closer != null) {
        closer.tell(Done.done());
        closer = null;
      }
    }
  }

  private record Id(String function, int number) {}

  private final @Nullable ShardMap map;
  private final Shard only = new Shard(State.OPEN);
  private final Map<Id, Shard> shards = new HashMap<>();

  Shards(@Nullable ShardMap map) {
    this.map = map;
  }

  /** The shard of {@code address}. */
  Shard of(Address address) {
    return map == null ? only : get(address.function(), map.shardOf(address));
  }

  Shard get(String function, int number) {
    return shards.computeIfAbsent(new Id(function, number), id -> new Shard(State.CLOSED));
  }

  /**
   * Whether {@code shard} takes {@code invocation}. One that closes takes only what its own
   * entities ask, directly or over others, or tell: they could not end before it has.
   */
  boolean admits(Shard shard, Invocation invocation) {
    return switch (shard.state) {
      case OPEN -> true;
      case CLOSING ->
          switch (invocation.origin()) {
            case Origin.Ask(var waiting, var lasting) ->
                waiting.stream().anyMatch(asker -> of(asker) == shard);
            case Origin.Tell(var sender, var sequence) -> of(sender) == shard;
            case Origin.Outside outside -> false;
            case Origin.Timer timer -> false;
          };
      case CLOSED -> false;
    };
  }
}
