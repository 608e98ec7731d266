package dev.hachi.chaos.nemesis;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Which fault is made when; the same seed gives the same one. Faults that may cost a replica follow
 * each other with a rest between, as a cluster with three copies bears one loss at a time; all
 * others overlap them and each other.
 */
public final class Schedule {
  /** All faults are over by then, so that there is time to see the cluster serve again. */
  private static final double QUIET_AFTER = 0.85;

  private static final int FIRST_MILLIS = 2_000;
  private static final int REST_MIN_MILLIS = 5_000;
  private static final int REST_MAX_MILLIS = 9_000;
  private static final int GAP_MIN_MILLIS = 3_000;
  private static final int GAP_MAX_MILLIS = 9_000;
  private static final int LENGTH_MIN_MILLIS = 3_000;

  /** Longer than the others wait for one that is silent. */
  private static final int LENGTH_MAX_MILLIS = 14_000;

  /** Of a pause after which others have served its keys for a while. */
  private static final int LONG_PAUSE_MILLIS = 10_000;

  private Schedule() {}

  /**
   * One fault that is to be made.
   *
   * @param at since the load began
   * @param length how long it lasts
   * @param choice of the victim, and of what else there is to choose
   */
  public record Planned(Duration at, Kind kind, Duration length, int choice) {
    Duration end() {
      return at.plus(length);
    }
  }

  /** The faults of a run that takes {@code total}, by their time. */
  public static List<Planned> of(long seed, Duration total, Collection<Kind> kinds) {
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    var sorted = kinds.stream().distinct().sorted().toList();
    var end = (long) (total.toMillis() * QUIET_AFTER);
    var all = new ArrayList<Planned>();
    var costly = sorted.stream().filter(Kind::costsReplica).toList();
    all.addAll(lane(random, costly, end, true));
    all.addAll(
        lane(random, sorted.stream().filter(kind -> !kind.costsReplica()).toList(), end, false));
    all.sort(Comparator.comparing(Planned::at));
    return List.copyOf(all);
  }

  private static List<Planned> lane(
      RandomGenerator random, List<Kind> kinds, long end, boolean oneAtATime) {
    var lane = new ArrayList<Planned>();
    if (kinds.isEmpty()) {
      return lane;
    }
    var left = new ArrayList<Kind>();
    var pauses = 0;
    var ends = new EnumMap<Kind, Long>(Kind.class);
    var at = FIRST_MILLIS + random.nextLong(FIRST_MILLIS);
    while (at + LENGTH_MIN_MILLIS <= end) {
      if (left.isEmpty()) {
        left.addAll(kinds); // each once before any a second time
      }
      var kind = left.remove(random.nextInt(left.size()));
      at = Math.max(at, ends.getOrDefault(kind, 0L)); // a kind does not overlap itself
      var longest = Math.min(LENGTH_MAX_MILLIS, end - at);
      if (longest < LENGTH_MIN_MILLIS) {
        break;
      }
      var length = random.nextLong(least(kind, pauses, longest), longest + 1);
      pauses += kind == Kind.PAUSE ? 1 : 0;
      ends.put(kind, at + length);
      lane.add(
          new Planned(
              Duration.ofMillis(at),
              kind,
              Duration.ofMillis(length),
              random.nextInt(Integer.MAX_VALUE)));
      at +=
          oneAtATime
              ? length + random.nextLong(REST_MIN_MILLIS, REST_MAX_MILLIS)
              : random.nextLong(GAP_MIN_MILLIS, GAP_MAX_MILLIS);
    }
    return lane;
  }

  /** Every other pause is a long one, where there is time for that. */
  private static long least(Kind kind, int pauses, long longest) {
    var isLong = kind == Kind.PAUSE && pauses % 2 == 0 && longest >= LONG_PAUSE_MILLIS;
    return isLong ? LONG_PAUSE_MILLIS : LENGTH_MIN_MILLIS;
  }
}
