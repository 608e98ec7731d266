package dev.hachi.sharding;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.entity.ResidentsCommand.Answered;
import dev.hachi.runtime.entity.ResidentsCommand.Answers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Tells entities, a little later and many at once, that outcomes have arrived, so that they need
 * not remember them any longer. Thread-safe.
 */
final class Arrivals {
  private static final Duration AFTER = Duration.ofMillis(3);

  private final ActorSystem<?> system;
  private final BiConsumer<Answers, Address> teller;
  private final ConcurrentLinkedQueue<Answered> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  /**
   * @param teller tells answers of entities of one shard, of which the address is one
   */
  Arrivals(ActorSystem<?> system, BiConsumer<Answers, Address> teller) {
    this.system = system;
    this.teller = teller;
  }

  /**
   * The caller of {@code invocation} has its outcome. Only callers from outside never ask again.
   */
  void add(Invocation invocation) {
    if (invocation.origin() instanceof Origin.Outside) {
      waiting.add(new Answered(invocation.address(), invocation.handler(), invocation.id()));
      if (scheduled.compareAndSet(false, true)) {
        system.scheduler().scheduleOnce(AFTER, this::tell, system.executionContext());
      }
    }
  }

  private void tell() {
    scheduled.set(false);
    Map<Address, List<Answered>> byEntity = new HashMap<>();
    for (var one = waiting.poll(); one != null; one = waiting.poll()) {
      byEntity.computeIfAbsent(one.address(), address -> new ArrayList<>()).add(one);
    }
    byEntity.forEach((address, all) -> teller.accept(new Answers(all), address));
  }
}
