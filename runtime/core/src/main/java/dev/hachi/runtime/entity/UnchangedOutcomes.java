package dev.hachi.runtime.entity;

import dev.hachi.function.Reply;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Outcome;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The outcomes of invocations that changed nothing and may not have arrived yet: delivered again by
 * a router, such a one must not change something after all. Bounded by age, count and bytes, the
 * oldest goes first. Not stored: on another replica it runs anew, and the router then takes only
 * the outcome from there. Confined to its entity.
 */
final class UnchangedOutcomes {
  private record Id(String handler, String id) {}

  private record Kept(Outcome outcome, Instant until, int weight) {}

  private final int max;
  private final int bytesMax;
  private final Map<Id, Kept> outcomes = new LinkedHashMap<>();
  private int weight;

  UnchangedOutcomes(int max, int bytesMax) {
    this.max = max;
    this.bytesMax = bytesMax;
  }

  @Nullable Outcome recall(Invocation invocation) {
    if (outcomes.isEmpty()) {
      return null;
    }
    var kept = outcomes.get(new Id(invocation.handler(), invocation.id()));
    return kept == null ? null : kept.outcome();
  }

  /** Nobody delivers it again after its deadline. */
  void add(Invocation invocation, Outcome outcome, Instant now) {
    remove(invocation.handler(), invocation.id());
    var one = new Kept(outcome, invocation.deadline(), weightOf(outcome));
    outcomes.put(new Id(invocation.handler(), invocation.id()), one);
    weight += one.weight();
    removeSurplus(now);
  }

  private void removeSurplus(Instant now) {
    for (var oldest = outcomes.values().iterator(); oldest.hasNext(); ) {
      var one = oldest.next();
      if (outcomes.size() <= max && weight <= bytesMax && !one.until().isBefore(now)) {
        break; // few that came later expire earlier, and the bounds hold these
      }
      oldest.remove();
      weight -= one.weight();
    }
  }

  /** It has arrived. */
  void remove(String handler, String id) {
    var gone = outcomes.remove(new Id(handler, id));
    if (gone != null) {
      weight -= gone.weight();
    }
  }

  private static int weightOf(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Replied(Reply reply) -> reply.body().size();
      case Outcome.Failed(var code, var message) -> message.length();
    };
  }
}
