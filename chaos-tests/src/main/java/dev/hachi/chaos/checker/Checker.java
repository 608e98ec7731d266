package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.stream.Collectors;

/**
 * What must hold of adds of 1, each under its id, to keys that began at 0: none that was
 * acknowledged is lost or made twice, and each key's values follow the order of time, those that
 * were read as well.
 */
public final class Checker {
  private final List<String> violations = new ArrayList<>();

  private Checker() {}

  /**
   * All adds under one id, which take effect once, between the first start and the first value; or
   * a read.
   */
  private record Effect(
      String id, long value, long start, long end, String replica, boolean isRead) {
    @Override
    public String toString() {
      return "%d to %s %s by %s".formatted(value, isRead ? "read" : "id", id, replica);
    }
  }

  /**
   * What was violated, in sentences; empty is good.
   *
   * @param operations all adds that were sent, and reads
   * @param finals the value of each key, read when all of these had ended
   */
  public static List<String> violations(
      Collection<Operation> operations, Map<String, Long> finals) {
    var checker = new Checker();
    var byKey = operations.stream().collect(Collectors.groupingBy(Operation::key));
    byKey.forEach((key, ofKey) -> checker.check(key, ofKey, finals.getOrDefault(key, 0L)));
    return checker.violations;
  }

  private void check(String key, List<Operation> operations, long last) {
    var effects = new ArrayList<Effect>();
    var begun = new ArrayList<Long>(); // when each that may have taken effect was sent
    var byId =
        operations.stream()
            .filter(operation -> !operation.action().isRead())
            .collect(Collectors.groupingBy(Operation::id));
    for (var ofId : byId.values()) {
      var values = ofId.stream().filter(Operation::isAcknowledged).toList();
      if (!values.isEmpty()) {
        effects.add(effect(key, ofId, values));
      }
      if (!values.isEmpty() || ofId.stream().anyMatch(one -> one.outcome().isInDoubt())) {
        begun.add(firstStart(ofId));
      }
    }
    checkCount(key, effects.size(), begun.size() - effects.size(), last);
    checkDistinct(key, effects);
    operations.stream()
        .filter(operation -> operation.action().isRead() && operation.isAcknowledged())
        .forEach(read -> effects.add(seen(read)));
    checkNotGone(key, effects, last);
    checkOrder(key, effects);
    checkBegun(key, effects, begun);
  }

  private static long firstStart(List<Operation> ofId) {
    return ofId.stream().mapToLong(Operation::start).min().orElseThrow();
  }

  private static Effect seen(Operation read) {
    return new Effect(read.id(), value(read), read.start(), read.end(), read.replica(), true);
  }

  private Effect effect(String key, List<Operation> ofId, List<Operation> acknowledged) {
    var first = acknowledged.stream().min(Comparator.comparingLong(Operation::end)).orElseThrow();
    for (var operation : acknowledged) {
      if (value(operation) != value(first)) {
        violations.add(
            "%s: id %s was answered %d by %s and %d by %s: it took effect twice"
                .formatted(
                    key,
                    first.id(),
                    value(first),
                    first.replica(),
                    value(operation),
                    operation.replica()));
      }
    }
    return new Effect(
        first.id(), value(first), firstStart(ofId), first.end(), first.replica(), false);
  }

  private static long value(Operation operation) {
    return operation.outcome() instanceof Outcome.Value(var value) ? value : -1;
  }

  private void checkCount(String key, int acknowledged, int inDoubt, long last) {
    if (last < acknowledged) {
      violations.add(
          "%s: %d adds were acknowledged, and its value is %d: some are lost"
              .formatted(key, acknowledged, last));
    } else if (last > acknowledged + inDoubt) {
      violations.add(
          "%s: %d adds were acknowledged, %d are in doubt, its value is %d: some were made twice"
              .formatted(key, acknowledged, inDoubt, last));
    }
  }

  private void checkNotGone(String key, List<Effect> effects, long last) {
    for (var effect : effects) {
      if (effect.value() > last) {
        violations.add(
            "%s: answered %s, and its value is %d at the end".formatted(key, effect, last));
      }
    }
  }

  private void checkDistinct(String key, List<Effect> effects) {
    var seen = new HashMap<Long, Effect>();
    for (var effect : effects) {
      var other = seen.putIfAbsent(effect.value(), effect);
      if (other != null) {
        violations.add("%s: answered %s and %s: one is lost".formatted(key, other, effect));
      }
    }
  }

  /** Whoever starts after another had ended has no lower value, and an add a higher one. */
  private void checkOrder(String key, List<Effect> effects) {
    var ended = new PriorityQueue<>(Comparator.comparingLong(Effect::end));
    var highest = new Effect("none", 0, 0, 0, "nobody", true);
    effects.sort(Comparator.comparingLong(Effect::start));
    for (var effect : effects) {
      for (var next = ended.peek();
          next != null && next.end() < effect.start();
          next = ended.peek()) {
        highest = next.value() > highest.value() ? next : highest;
        ended.remove();
      }
      var least = highest.value() + (effect.isRead() ? 0 : 1);
      if (effect.value() < least) {
        violations.add("%s: answered %s after %s had ended".formatted(key, effect, highest));
      }
      ended.add(effect);
    }
  }

  /** No value counts an add that nobody had sent yet. */
  private void checkBegun(String key, List<Effect> effects, List<Long> begun) {
    effects.sort(Comparator.comparingLong(Effect::end));
    begun.sort(Comparator.naturalOrder());
    var count = 0;
    for (var effect : effects) {
      while (count < begun.size() && begun.get(count) <= effect.end()) {
        count++;
      }
      if (effect.value() > count) {
        violations.add(
            "%s: answered %s, and only %d adds had been sent by then"
                .formatted(key, effect, count));
      }
    }
  }
}
