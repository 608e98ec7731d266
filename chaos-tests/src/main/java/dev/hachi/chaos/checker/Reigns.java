package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A quick look for what cannot be, of a register whose values are written once each. A value that
 * was seen or written by an operation that has ended, and is seen by one that starts later, reigns
 * from that end to that start: no other value can reign, or come and go, meanwhile (Gibbons and
 * Korach's zones). What passes may still not be linearizable; that is for the search.
 */
final class Reigns {
  private static final long ALWAYS = Long.MIN_VALUE;

  private Reigns() {}

  /**
   * All that saw or wrote one value.
   *
   * @param from the first end among them
   * @param to the last start among them; before {@code from} when all were under way at once
   * @param last which started then
   */
  private record Reign(long from, @Nullable Operation first, long to, @Nullable Operation last) {
    static final Reign NONE = new Reign(Long.MAX_VALUE, null, ALWAYS, null);

    Reign with(long end, long start, Operation operation) {
      var isFirst = end < from;
      var isLast = start > to;
      return new Reign(
          isFirst ? end : from,
          isFirst ? operation : first,
          isLast ? start : to,
          isLast ? operation : last);
    }

    boolean isCertain() {
      return from < to;
    }
  }

  /** What shows that no order explains the operations of one key; empty when this finds nothing. */
  static Optional<Violation> contradiction(Collection<Operation> ofKey, long initial) {
    if (!areWrittenOnce(ofKey, initial)) {
      return Optional.empty();
    }
    var reigns = reigns(ofKey, initial).values();
    var certain =
        reigns.stream()
            .filter(Reign::isCertain)
            .sorted(Comparator.comparingLong(Reign::from))
            .toList();
    var apart = new TreeMap<Long, Reign>();
    for (var reign : certain) {
      var before = apart.lastEntry();
      if (before != null && reign.from() < before.getValue().to()) {
        return Optional.of(violation(before.getValue(), reign));
      }
      apart.put(reign.from(), reign);
    }
    for (var brief : reigns) {
      var around = brief.isCertain() ? null : apart.lowerEntry(brief.to());
      if (around != null && brief.from() < around.getValue().to()) {
        return Optional.of(violation(around.getValue(), brief));
      }
    }
    return Optional.empty();
  }

  private static boolean areWrittenOnce(Collection<Operation> ofKey, long initial) {
    var written = new HashSet<>(Set.of(initial));
    return ofKey.stream()
        .flatMap(operation -> written(operation.action()).stream())
        .allMatch(written::add);
  }

  private static Map<Long, Reign> reigns(Collection<Operation> ofKey, long initial) {
    var reigns = new HashMap<Long, Reign>();
    reigns.put(initial, new Reign(ALWAYS, null, ALWAYS, null));
    var doubts = new ArrayList<Operation>();
    for (var operation : ofKey) {
      if (operation.outcome().isInDoubt()) {
        doubts.add(operation);
      }
      for (var value : seen(operation)) {
        var reign = reigns.getOrDefault(value, Reign.NONE);
        reigns.put(value, reign.with(operation.end(), operation.start(), operation));
      }
    }
    for (var operation : doubts) { // whoever saw its value settled that it was written
      for (var made : written(operation.action())) {
        reigns.computeIfPresent(
            made, (value, reign) -> reign.with(Long.MAX_VALUE, operation.start(), operation));
      }
    }
    return reigns;
  }

  /** The values that the register surely had while {@code operation} was under way. */
  private static List<Long> seen(Operation operation) {
    if (!(operation.outcome() instanceof Outcome.Value(var reply))) {
      return List.of();
    }
    return switch (operation.action()) {
      case Action.Read _ -> List.of(reply);
      case Action.Write(var value) -> List.of(value);
      case Action.CompareAndSet(var expected, var value) ->
          reply == 1 ? List.of(expected, value) : List.of();
      default -> List.of();
    };
  }

  /** What {@code action} makes of the register, if it does anything. */
  private static List<Long> written(Action action) {
    return switch (action) {
      case Action.Write(var value) -> List.of(value);
      case Action.CompareAndSet(var _, var value) -> List.of(value);
      default -> List.of();
    };
  }

  /** {@code reign} was not over when {@code other} had been seen. */
  private static Violation violation(Reign reign, Reign other) {
    return new Violation(
        Linearizability.RULE,
        "%s, although %s".formatted(told(reign.last()), told(other.first())),
        reign.last());
  }

  private static String told(@Nullable Operation operation) {
    return operation == null
        ? "nothing was written"
        : "%s: %s (id %s, by %s) got %s"
            .formatted(
                operation.key(),
                operation.action(),
                operation.id(),
                operation.replica(),
                operation.outcome());
  }
}
