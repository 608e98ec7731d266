package dev.hachi.openfaas.provider.replicas;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;

/** Which replicas of a function to start and to drain, given those that are there; pure. */
final class Plan {
  private Plan() {}

  /** What a replica does. */
  enum Phase {
    /** It was not ready yet. */
    STARTING,
    READY,
    /** It was ready, or may have been, not long ago. */
    UNREADY,
    /** It has not been ready for long. */
    LOST,
    DRAINING
  }

  /**
   * A replica.
   *
   * @param number rises with each start
   */
  record Seen(long number, long generation, Phase phase) {
    boolean isReady() {
      return phase == Phase.READY;
    }

    /** Nobody misses it when it ends. */
    boolean isUseless() {
      return phase == Phase.STARTING || phase == Phase.LOST;
    }
  }

  /**
   * What is wanted.
   *
   * @param alone whether two must never run at the same time
   */
  record Wanted(int replicas, long generation, boolean alone) {}

  /** What to do now; more may be due when that is done. */
  sealed interface Step {}

  /** Start one of the wanted generation. */
  record Start() implements Step {}

  /** Let that one finish and end. */
  record Drain(long number) implements Step {}

  static List<Step> steps(Wanted wanted, List<Seen> seen) {
    List<Seen> running =
        seen.stream()
            .filter(replica -> replica.phase() != Phase.DRAINING)
            .sorted(Comparator.comparingLong(Seen::number))
            .toList();
    boolean draining = running.size() < seen.size();
    if (wanted.replicas() == 0) {
      return drains(running);
    }
    List<Seen> old = running.stream().filter(r -> r.generation() != wanted.generation()).toList();
    if (old.isEmpty()) {
      return scale(wanted, running, draining);
    }
    return wanted.alone() ? drains(old) : roll(wanted, running, old, draining);
  }

  /** One at a time goes, the newest first: the others take over what it has. */
  private static List<Step> scale(Wanted wanted, List<Seen> running, boolean draining) {
    int missing = wanted.replicas() - running.size();
    if (missing > 0) {
      return wanted.alone() && draining ? List.of() : Collections.nCopies(missing, new Start());
    }
    return missing < 0 && !draining ? List.of(new Drain(running.getLast().number())) : List.of();
  }

  /** One more than wanted runs, and an old one goes when all new ones are ready. */
  private static List<Step> roll(
      Wanted wanted, List<Seen> running, List<Seen> old, boolean draining) {
    List<Seen> useless = old.stream().filter(Seen::isUseless).toList();
    if (!useless.isEmpty()) {
      return drains(useless);
    }
    boolean settled =
        running.stream()
            .filter(replica -> replica.generation() == wanted.generation())
            .allMatch(Seen::isReady);
    if (running.size() <= wanted.replicas()) {
      return settled ? List.of(new Start()) : List.of();
    }
    boolean tooMany = running.size() > wanted.replicas() + 1;
    return !draining && (settled || tooMany) ? List.of(firstToGo(old)) : List.of();
  }

  /** One that is not ready, or the oldest. */
  private static Drain firstToGo(List<Seen> old) {
    Seen first = old.stream().filter(one -> !one.isReady()).findFirst().orElse(old.getFirst());
    return new Drain(first.number());
  }

  private static List<Step> drains(List<Seen> replicas) {
    List<Step> steps = new ArrayList<>();
    replicas.forEach(replica -> steps.add(new Drain(replica.number())));
    return steps;
  }
}
