package dev.hachi.sharding;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.ShardMap;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.entity.ResidentsCommand.Abandon;
import dev.hachi.runtime.entity.ResidentsCommand.Close;
import dev.hachi.runtime.entity.ResidentsCommand.Open;
import dev.hachi.runtime.store.EntityStore;
import dev.hachi.sharding.replication.Entry;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Opens and closes shards for the entities of this replica. Confined to the {@link ShardHost}, but
 * for {@link #live}.
 */
final class Entities {
  /** How many shards are handed over at once: nobody serves them meanwhile. */
  private static final int HANDED_OVER_MAX = 4;

  /** How long entities may take to end what runs. */
  private static final Duration CLOSE_MAX = Duration.ofSeconds(2);

  /** How long a shard that nobody serves yet keeps others from being handed over. */
  private static final Duration HAND_OVER_MAX = Duration.ofMillis(500);

  private record ToClose(ShardId shard, ActorRef<ShardHostCommand> host) {}

  private final ActorSystem<?> system;
  private final ActorRef<ResidentsCommand> residents;
  private final EntityStore store;
  private final String namespace;
  private final ShardMap shards;
  private final ArrayDeque<ToClose> waiting = new ArrayDeque<>();
  private final Map<ShardId, Long> closing = new HashMap<>();

  /** Those that have ended here, and since when, until another replica serves them. */
  private final Map<ShardId, Long> handedOver = new HashMap<>();

  /** Those whose entities live here: also while they end. */
  private final Set<ShardId> here = ConcurrentHashMap.newKeySet();

  private long closings;

  Entities(
      ActorSystem<?> system,
      ActorRef<ResidentsCommand> residents,
      EntityStore store,
      String namespace,
      ShardMap shards) {
    this.system = system;
    this.residents = residents;
    this.store = store;
    this.namespace = namespace;
    this.shards = shards;
  }

  /** Whether the shard's entities live here, which they do until all have ended. Thread-safe. */
  boolean live(ShardId shard) {
    return here.contains(shard);
  }

  /** How many shards of each of {@code functions} live here. Thread-safe. */
  Map<String, Integer> shardsHere(Set<String> functions) {
    var counts = new TreeMap<String, Integer>();
    functions.forEach(function -> counts.put(function, 0));
    here.forEach(shard -> counts.merge(shard.function(), 1, Integer::sum));
    return counts;
  }

  void open(ShardId shard, Map<String, Entry> entries) {
    here.add(shard);
    entries.forEach((key, entry) -> {
      if (entry.value() != null && entry.wakeAt() != Long.MAX_VALUE) {
        store.wakeAt(new Address(namespace, shard.function(), key), entry.wakeAt());
      }
    });
    residents.tell(new Open(shard.function(), shard.number()));
  }

  /** Tells {@code host} once they have ended, or were broken off because they took too long. */
  void close(ShardId shard, ActorRef<ShardHostCommand> host) {
    waiting.add(new ToClose(shard, host));
    closeNext();
  }

  private void closeNext() {
    while (closing.size() + handedOver.size() < HANDED_OVER_MAX && !waiting.isEmpty()) {
      var next = waiting.removeFirst();
      var shard = next.shard();
      var number = closings++;
      closing.put(shard, number);
      AskPattern.<ResidentsCommand, Done>ask(
              residents,
              replyTo -> new Close(shard.function(), shard.number(), replyTo),
              CLOSE_MAX,
              system.scheduler())
          .whenComplete((done, late) -> {
            if (late != null) {
              residents.tell(new Abandon(shard.function(), shard.number()));
            }
            next.host().tell(new ShardHostCommand.Closed(shard, number));
          });
    }
  }

  /** Whether this is the end of the last {@link #close}, and not of one that was broken off. */
  boolean closed(ShardId shard, long number) {
    var last = closing.remove(shard, number);
    if (last) {
      here.remove(shard);
      handedOver.put(shard, System.nanoTime());
    }
    return last;
  }

  /** Another replica serves this shard now; or this one does again. */
  void served(ShardId shard) {
    if (handedOver.remove(shard) != null) {
      closeNext();
    }
  }

  /** Whoever is to serve a shard may have died; the others must not wait for it. */
  void tick() {
    var late = System.nanoTime() - HAND_OVER_MAX.toNanos();
    if (handedOver.values().removeIf(since -> since < late)) {
      closeNext();
    }
  }

  void abandon(ShardId shard) {
    here.remove(shard);
    residents.tell(new Abandon(shard.function(), shard.number()));
    waiting.removeIf(one -> one.shard().equals(shard));
    closing.remove(shard);
    closeNext();
    forget(shard);
  }

  /** What the shard's entities have to do is a matter of another replica now. */
  void forget(ShardId shard) {
    store.forget(address ->
        address.function().equals(shard.function()) && shards.shardOf(address) == shard.number());
  }
}
