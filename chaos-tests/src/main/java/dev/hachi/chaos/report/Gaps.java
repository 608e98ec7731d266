package dev.hachi.chaos.report;

import dev.hachi.chaos.history.Operation;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The longest time for which the callers of a key waited. One whose request succeeded waited until
 * its answer; one whose request failed waited until somebody's later request for the key succeeded.
 */
final class Gaps {
  private Gaps() {}

  static List<Duration> of(Collection<Operation> operations) {
    return operations.stream().collect(Collectors.groupingBy(Operation::key)).values().stream()
        .map(Gaps::longest)
        .toList();
  }

  private static Duration longest(List<Operation> ofKey) {
    var latestFirst =
        ofKey.stream().sorted(Comparator.comparingLong(Operation::end).reversed()).toList();
    var longest = 0L;
    var served = latestFirst.getFirst().end(); // without a later success: at least until then
    for (var operation : latestFirst) {
      served = operation.isAcknowledged() ? operation.end() : served;
      longest = Math.max(longest, served - operation.intended());
    }
    return Duration.ofNanos(longest);
  }
}
