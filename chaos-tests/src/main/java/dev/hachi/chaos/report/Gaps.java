package dev.hachi.chaos.report;

import dev.hachi.chaos.history.Operation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * How long the callers of a key waited. One whose request succeeded waited until its answer; one
 * whose request failed waited until somebody's later request for the key succeeded.
 */
final class Gaps {
  private Gaps() {}

  /** How long one request's caller waited, which was due at {@code due}. */
  record Wait(long due, Duration length) {}

  /** The longest of each key. */
  static List<Duration> of(Collection<Operation> operations) {
    return operations.stream().collect(Collectors.groupingBy(Operation::key)).values().stream()
        .map(ofKey ->
            ofOneKey(ofKey).stream().map(Wait::length).max(Comparator.naturalOrder()).orElseThrow())
        .toList();
  }

  /** Those of all requests of all keys. */
  static List<Wait> waits(Collection<Operation> operations) {
    return operations.stream().collect(Collectors.groupingBy(Operation::key)).values().stream()
        .flatMap(ofKey -> ofOneKey(ofKey).stream())
        .toList();
  }

  private static List<Wait> ofOneKey(List<Operation> ofKey) {
    var latestFirst =
        ofKey.stream().sorted(Comparator.comparingLong(Operation::end).reversed()).toList();
    var waits = new ArrayList<Wait>();
    var served = latestFirst.getFirst().end(); // without a later success: at least until then
    for (var operation : latestFirst) {
      served = operation.isAcknowledged() ? operation.end() : served;
      waits.add(new Wait(operation.intended(), Duration.ofNanos(served - operation.intended())));
    }
    return waits;
  }
}
