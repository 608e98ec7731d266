package dev.hachi.runtime.entity;

import dev.hachi.function.Reply;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.store.EntityRecord.Remembered;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of recent commits, oldest first, bounded by age, count and bytes. The newest is
 * always kept. Confined to its entity.
 */
final class Memory {
  private static final Duration SLACK = Duration.ofMinutes(1);

  private final Limits.Ids limits;
  private final ArrayDeque<Remembered> recent;
  private int weight;

  Memory(Limits.Ids limits, List<Remembered> stored) {
    this.limits = limits;
    this.recent = new ArrayDeque<>(stored);
    this.weight = stored.stream().mapToInt(Remembered::weight).sum();
  }

  /** The first outcome of this id, null when it is not (or no longer) known. */
  @Nullable Reply recall(Invocation invocation) {
    for (var iterator = recent.descendingIterator(); iterator.hasNext(); ) {
      var remembered = iterator.next();
      if (remembered.answers(invocation.handler(), invocation.id())) {
        return remembered.reply();
      }
    }
    return null;
  }

  void remember(Invocation invocation, Reply reply, Instant now) {
    var until = rememberedUntil(invocation, now);
    if (until == null) {
      return;
    }
    var remembered =
        Remembered.of(invocation.handler(), invocation.id(), until.toEpochMilli(), reply);
    recent.removeIf(one -> forgetIfExpired(one, now.toEpochMilli()));
    recent.addLast(remembered);
    weight += remembered.weight();
    while (recent.size() > 1 && (recent.size() > limits.max() || weight > limits.bytesMax())) {
      weight -= recent.removeFirst().weight();
    }
  }

  /**
   * Nobody outside repeats an id that the caller never saw. An asker may run again, with the same
   * ids, until its own caller's deadline.
   */
  private @Nullable Instant rememberedUntil(Invocation invocation, Instant now) {
    if (invocation.lasting()) {
      return now.plus(limits.ttl());
    }
    return invocation.origin() instanceof Origin.Ask ? invocation.deadline().plus(SLACK) : null;
  }

  private boolean forgetIfExpired(Remembered remembered, long now) {
    var expired = remembered.expiresAt() <= now;
    if (expired) {
      weight -= remembered.weight();
    }
    return expired;
  }

  List<Remembered> toList() {
    return List.copyOf(recent);
  }
}
