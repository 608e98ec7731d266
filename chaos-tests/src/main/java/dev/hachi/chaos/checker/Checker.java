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
 * acknowledged is lost or made twice, and each key's values follow the order of time.
 */
public final class Checker {
  private final List<String> violations = new ArrayList<>();

  private Checker() {}

  /** All adds under one id: they take effect once, between the first start and the first value. */
  private record Effect(String id, long value, long start, long end, String replica) {
    @Override
    public String toString() {
      return "%d to id %s by %s".formatted(value, id, replica);
    }
  }

  /**
   * What was violated, in sentences; empty is good.
   *
   * @param operations all that were sent
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
    var inDoubt = 0;
    var byId = operations.stream().collect(Collectors.groupingBy(Operation::id));
    for (var ofId : byId.values()) {
      var values = ofId.stream().filter(Operation::isAcknowledged).toList();
      if (!values.isEmpty()) {
        effects.add(effect(key, ofId, values));
      } else if (ofId.stream().anyMatch(operation -> operation.outcome().isInDoubt())) {
        inDoubt++;
      }
    }
    checkFinal(key, effects, inDoubt, last);
    checkDistinct(key, effects);
    checkOrder(key, effects);
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
    var start = ofId.stream().mapToLong(Operation::start).min().orElseThrow();
    return new Effect(first.id(), value(first), start, first.end(), first.replica());
  }

  private static long value(Operation operation) {
    return operation.outcome() instanceof Outcome.Value(var value) ? value : -1;
  }

  private void checkFinal(String key, List<Effect> effects, int inDoubt, long last) {
    if (last < effects.size()) {
      violations.add(
          "%s: %d adds were acknowledged, and its value is %d: some are lost"
              .formatted(key, effects.size(), last));
    } else if (last > effects.size() + inDoubt) {
      violations.add(
          "%s: %d adds were acknowledged, %d are in doubt, its value is %d: some were made twice"
              .formatted(key, effects.size(), inDoubt, last));
    }
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

  /** Whoever starts after another had ended has the higher value. */
  private void checkOrder(String key, List<Effect> effects) {
    var ended = new PriorityQueue<>(Comparator.comparingLong(Effect::end));
    var highest = new Effect("none", 0, 0, 0, "nobody");
    effects.sort(Comparator.comparingLong(Effect::start));
    for (var effect : effects) {
      for (var next = ended.peek();
          next != null && next.end() < effect.start();
          next = ended.peek()) {
        highest = next.value() > highest.value() ? next : highest;
        ended.remove();
      }
      if (effect.value() < highest.value()) {
        violations.add("%s: answered %s after %s had ended".formatted(key, effect, highest));
      }
      ended.add(effect);
    }
  }
}
