package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.HotEntity;
import dev.hachi.runtime.entity.EntityCommand.Invoke;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.pekko.actor.typed.ActorRef;
import org.jspecify.annotations.Nullable;

/**
 * The live entities of this replica in the order of their last use, and which of them are on their
 * way out. No clock, no I/O; confined to {@link Residents}.
 */
final class Roster {
  /** One live entity. */
  static final class Resident {
    final ActorRef<EntityCommand> entity;
    final Shards.Shard shard;

    /** What came for it after its last message; its successor gets that. */
    final List<EntityCommand> afterStop = new ArrayList<>(0);

    final Heat heat = new Heat();
    private Instant used = Instant.EPOCH;
    private boolean leaving;
    private boolean stopping;
    private boolean wakeAfterStop;

    Resident(ActorRef<EntityCommand> entity, Shards.Shard shard) {
      this.entity = entity;
      this.shard = shard;
    }

    void pass(EntityCommand command) {
      if (stopping) {
        afterStop.add(command);
      } else {
        entity.tell(command);
      }
    }

    /** It will have no successor here. */
    void abandonWaiting() {
      for (var command : afterStop) {
        if (command instanceof Invoke(var invocation, var replyTo)) {
          replyTo.tell(Failures.moved(invocation.address()));
        }
      }
      afterStop.clear();
    }

    /** Whether it gets no message any more. */
    boolean isStopping() {
      return stopping;
    }

    boolean isWokenAfterStop() {
      return wakeAfterStop;
    }

    void wakeAfterStop() {
      wakeAfterStop = true;
    }
  }

  private final Map<Address, Resident> residents = new LinkedHashMap<>(1024, 0.75f, true);

  /** How many of them were asked to stop, and not used since. */
  private int leaving;

  @Nullable Resident find(Address address) {
    return residents.get(address);
  }

  boolean contains(Address address) {
    return residents.containsKey(address);
  }

  boolean isEmpty() {
    return residents.isEmpty();
  }

  Collection<Resident> all() {
    return Collections.unmodifiableCollection(residents.values());
  }

  List<Resident> of(Shards.Shard shard) {
    return residents.values().stream().filter(resident -> resident.shard == shard).toList();
  }

  void add(Address address, Resident resident) {
    residents.put(address, resident);
  }

  /** It is needed at {@code now}: unless it stops already, it stays. */
  void use(Resident resident, Instant now) {
    resident.used = now;
    if (resident.leaving && !resident.stopping) {
      resident.leaving = false;
      leaving--;
    }
  }

  /** Those that must leave lest more than {@code max} stay, unused longest first. */
  List<Resident> surplus(int max) {
    var surplus = new ArrayList<Resident>(0);
    while (residents.size() - leaving > max) {
      var oldest = residents.entrySet().iterator().next();
      if (leaves(oldest.getValue())) {
        surplus.add(oldest.getValue());
      }
      residents.get(oldest.getKey()); // counts as used last, so that the next one comes first
    }
    return surplus;
  }

  /** Those unused since {@code time} that were not asked to leave yet; they count as leaving. */
  List<Resident> unusedSince(Instant time) {
    var unused = new ArrayList<Resident>(0);
    for (var resident : residents.values()) {
      if (resident.used.isAfter(time)) {
        break; // all that follow were used later, or are on their way out
      }
      if (leaves(resident)) {
        unused.add(resident);
      }
    }
    return unused;
  }

  /** Those that were invoked most often lately, {@code max} at most, the hottest first. */
  List<HotEntity> hottest(int max, Instant now) {
    return residents.entrySet().stream()
        .map(one ->
            new HotEntity(
                one.getKey().function(), one.getKey().key(), one.getValue().heat.recent(now)))
        .filter(hot -> hot.invocations() > 0)
        .sorted(Comparator.comparingInt(HotEntity::invocations).reversed())
        .limit(max)
        .toList();
  }

  /** From here on it gets no more messages. */
  void stops(Resident resident) {
    leaves(resident);
    resident.stopping = true;
  }

  @Nullable Resident remove(Address address) {
    var gone = residents.remove(address);
    if (gone != null && gone.leaving) {
      leaving--;
    }
    return gone;
  }

  /** Whether it was not leaving before. */
  private boolean leaves(Resident resident) {
    if (resident.leaving) {
      return false;
    }
    resident.leaving = true;
    leaving++;
    return true;
  }
}
