package dev.hachi.runtime.entity;

import dev.hachi.runtime.Origin;
import dev.hachi.runtime.store.EntityRecord.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The messages that an entity has taken and that their senders may still repeat: each is kept until
 * its sender settles it, or is too old to repeat it. Confined to its entity.
 */
final class Inbox {
  private record Id(String function, String key, long sequence) {
    static Id of(Origin.Tell origin) {
      return new Id(origin.sender().function(), origin.sender().key(), origin.sequence());
    }
  }

  /** A sender drops a message at {@code ageMax}; this is for clocks that differ. */
  private static final Duration SLACK = Duration.ofHours(1);

  private final Duration ageMax;
  private final Map<Id, Long> expiresAt = new LinkedHashMap<>();

  Inbox(Duration ageMax, List<Received> stored) {
    this.ageMax = ageMax;
    stored.forEach(
        one -> expiresAt.put(new Id(one.function(), one.key(), one.sequence()), one.expiresAt()));
  }

  boolean has(Origin.Tell origin) {
    return expiresAt.containsKey(Id.of(origin));
  }

  void add(Origin.Tell origin, Instant now) {
    expiresAt.put(Id.of(origin), now.plus(ageMax).plus(SLACK).toEpochMilli());
  }

  /** Whether the message was there. */
  boolean settle(Origin.Tell origin) {
    return expiresAt.remove(Id.of(origin)) != null;
  }

  /** How many are kept at {@code now}. */
  int size(Instant now) {
    expiresAt.values().removeIf(at -> at <= now.toEpochMilli());
    return expiresAt.size();
  }

  List<Received> toList() {
    var all = new ArrayList<Received>(expiresAt.size());
    expiresAt.forEach((id, at) -> all.add(new Received(id.function, id.key, id.sequence, at)));
    return all;
  }
}
