package dev.hachi.runtime.entity;

import dev.hachi.function.Reply;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Limits;
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
  /** Nobody repeats an invocation after its deadline; this is for clocks that differ. */
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

  /** What is to be remembered of {@code invocation}, which ended with {@code reply}. */
  Remembered outcome(Invocation invocation, Reply reply, Instant now) {
    var until = invocation.lasting() ? now.plus(limits.ttl()) : invocation.deadline().plus(SLACK);
    return Remembered.of(invocation.handler(), invocation.id(), until.toEpochMilli(), reply);
  }

  void add(Remembered outcome, Instant now) {
    recent.removeIf(one -> forgetIfExpired(one, now));
    recent.addLast(outcome);
    weight += outcome.weight();
    while (recent.size() > 1 && (recent.size() > limits.max() || weight > limits.bytesMax())) {
      weight -= recent.removeFirst().weight();
    }
  }

  private boolean forgetIfExpired(Remembered remembered, Instant now) {
    var expired = remembered.isExpired(now);
    if (expired) {
      weight -= remembered.weight();
    }
    return expired;
  }

  boolean isEmpty(Instant now) {
    return recent.stream().allMatch(one -> one.isExpired(now));
  }

  List<Remembered> toList() {
    return List.copyOf(recent);
  }
}
