package dev.hachi.runtime.entity;

import dev.hachi.function.Reply;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.store.EntityRecord.Unanswered;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of committed changes that may not have arrived yet, so that a router may deliver
 * their invocations again: oldest first, bounded by age and count. Confined to its entity.
 */
final class UnansweredOutcomes {
  private record Id(String handler, String id) {}

  private final int max;
  private final Map<Id, Unanswered> outcomes = new LinkedHashMap<>();

  UnansweredOutcomes(int max, List<Unanswered> stored) {
    this.max = max;
    stored.forEach(this::add);
  }

  @Nullable Reply recall(Invocation invocation) {
    if (outcomes.isEmpty()) {
      return null;
    }
    var found = outcomes.get(new Id(invocation.handler(), invocation.id()));
    return found == null ? null : found.outcome().reply();
  }

  void add(Unanswered one) {
    outcomes.put(new Id(one.outcome().handler(), one.outcome().id()), one);
  }

  /** It has arrived; null when it was not here. */
  @Nullable Unanswered remove(String handler, String id) {
    return outcomes.remove(new Id(handler, id));
  }

  /** Those that are too many or too old at {@code now}; they are not here any more. */
  List<Unanswered> removeSurplus(Instant now) {
    if (outcomes.isEmpty()) {
      return List.of();
    }
    var surplus = new ArrayList<Unanswered>(0);
    for (var oldest = outcomes.values().iterator(); oldest.hasNext(); ) {
      var one = oldest.next();
      if (outcomes.size() <= max && !one.outcome().isExpired(now)) {
        break; // few that came later expire earlier, and the count bounds these
      }
      oldest.remove();
      surplus.add(one);
    }
    return surplus;
  }

  boolean isEmpty(Instant now) {
    return outcomes.values().stream().allMatch(one -> one.outcome().isExpired(now));
  }

  List<Unanswered> toList() {
    return outcomes.isEmpty() ? List.of() : List.copyOf(outcomes.values());
  }
}
