package dev.hachi.sharding;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.transport.Load;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** What other replicas said last of their load. Thread-safe. */
final class Loads {
  private record Heard(Load load, long at) {}

  private final Map<Member, Heard> loads = new ConcurrentHashMap<>();
  private final LongSupplier nanoTime;

  Loads(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  void heard(Member from, Load load) {
    loads.put(from, new Heard(load, nanoTime.getAsLong()));
  }

  /** Only these are there. */
  void present(Collection<Member> members) {
    loads.keySet().retainAll(members);
  }

  /** What was said within {@code age}. */
  Map<Member, Load> notOlderThan(Duration age) {
    var now = nanoTime.getAsLong();
    var recent = new HashMap<Member, Load>();
    loads.forEach((member, heard) -> {
      if (now - heard.at() <= age.toNanos()) {
        recent.put(member, heard.load());
      }
    });
    return recent;
  }
}
