package dev.hachi.chaos.checker;

import dev.hachi.chaos.history.Action.Write;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Decides about a register each of whose values is written once, in n log n steps. Every reply
 * names the value that was there, so it is known who made what each operation saw: values that
 * follow each other by compare-and-set make a {@link Reign}, and an order exists if and only if
 * each reign is in order and no two reigns must come before each other. After P. Gibbons and E.
 * Korach, "Testing Shared Memories", SIAM J. Computing 26 (1997), section 4.
 *
 * <p>A change in doubt whose value somebody saw took effect; any other one may be left out, as
 * nothing depends on it.
 */
final class RegisterOrder {
  private final long initial;
  private final List<Access> accesses;

  /** By the value that it made: all possible ones, and which of them took effect. */
  private final Map<Long, Access> makers = new HashMap<>();

  private final Map<Long, List<Access>> readers = new HashMap<>();
  private final Map<Long, Access> replacers = new HashMap<>();

  private RegisterOrder(Collection<Operation> ofKey, long initial) {
    this.initial = initial;
    this.accesses = ofKey.stream().map(Access::of).filter(Objects::nonNull).toList();
  }

  /** Null when a value may have been written twice: then it is not known what was seen. */
  static @Nullable Verdict decide(Collection<Operation> ofKey, long initial) {
    var strange = ofKey.stream().filter(RegisterOrder::isStrange).findFirst();
    if (strange.isPresent()) {
      return new Verdict.Bad(strange.get());
    }
    var order = new RegisterOrder(ofKey, initial);
    return order.hasUniqueValues() ? order.decide() : null;
  }

  private static boolean isStrange(Operation operation) {
    return operation.action() instanceof Write(var value)
        && operation.outcome() instanceof Outcome.Value(var reply)
        && reply != value;
  }

  private boolean hasUniqueValues() {
    for (var access : accesses) {
      var made = access.made();
      if (made != null && (made == initial || makers.put(made, access) != null)) {
        return false;
      }
    }
    return true;
  }

  private Verdict decide() {
    var blocked = noteSeen();
    if (blocked == null) {
      var reigns = new ArrayList<Reign>();
      blocked = gather(reigns);
      if (blocked == null) {
        blocked = firstClash(reigns);
      }
    }
    return blocked == null ? new Verdict.Good() : new Verdict.Bad(blocked.operation());
  }

  // ---- who saw what -----------------------------------------------------------------------------

  /** Notes who saw and who replaced each value; answers with one that saw what nobody made. */
  private @Nullable Access noteSeen() {
    var effective = new ArrayDeque<Access>();
    accesses.stream().filter(Access::isCertain).forEach(effective::add);
    var counted = new HashSet<>(effective);
    for (var access = effective.poll(); access != null; access = effective.poll()) {
      var saw = access.saw();
      if (saw == null) {
        continue;
      }
      if (isReplacedTwice(saw, access)) {
        return access;
      }
      if (saw != initial) {
        var maker = makers.get(saw);
        if (maker == null) {
          return access;
        }
        if (counted.add(maker)) {
          effective.add(maker);
        }
      }
    }
    makers.values().retainAll(counted);
    return null;
  }

  private boolean isReplacedTwice(long saw, Access access) {
    if (access.made() != null) {
      return replacers.put(saw, access) != null;
    }
    readers.computeIfAbsent(saw, _ -> new ArrayList<>()).add(access);
    return false;
  }

  // ---- reigns -----------------------------------------------------------------------------------

  /** Fills {@code reigns}; answers with an operation that has no place in its own. */
  private @Nullable Access gather(List<Reign> reigns) {
    var left = new HashSet<>(makers.values());
    reigns.add(follow(Reign.first(), initial, left));
    for (var maker : makers.values()) {
      var made = maker.made();
      if (maker.saw() == null && made != null) {
        var reign = new Reign();
        reign.add(maker);
        left.remove(maker);
        reigns.add(follow(reign, made, left));
      }
    }
    return reigns.stream()
        .map(Reign::misplaced)
        .filter(Objects::nonNull)
        .findFirst()
        // What is left are compare-and-sets that saw each other's values in a circle.
        .orElse(left.stream().findFirst().orElse(null));
  }

  private Reign follow(Reign reign, long from, Collection<Access> left) {
    for (Long value = from; value != null; ) {
      reign.nextStage();
      readers.getOrDefault(value, List.of()).forEach(reign::add);
      var replacer = replacers.get(value);
      if (replacer != null) {
        reign.nextStage();
        reign.add(replacer);
        left.remove(replacer);
      }
      value = replacer == null ? null : replacer.made();
    }
    return reign;
  }

  /**
   * A reign comes before another if something in it ended before something in the other began. Of
   * two that come before each other, answers with what began last: it belongs to a value that had
   * been replaced. Where there is no such pair there is no longer circle either.
   */
  private static @Nullable Access firstClash(List<Reign> reigns) {
    reigns.sort(Comparator.comparingLong(Reign::firstEnd));
    var longest = new ArrayList<Reign>(); // of all up to here, who has the last start
    for (var reign : reigns) {
      var rival = rival(reign, reigns, longest);
      if (rival != null && rival.lastStart() > reign.firstEnd()) {
        return rival.lastStart() > reign.lastStart() ? rival.lastStarted() : reign.lastStarted();
      }
      var before = longest.isEmpty() ? reign : longest.getLast();
      longest.add(before.lastStart() > reign.lastStart() ? before : reign);
    }
    return null;
  }

  /** Of those with an end before the last start of {@code reign}, who goes on the longest. */
  private static @Nullable Reign rival(Reign reign, List<Reign> sorted, List<Reign> longest) {
    var low = 0;
    var high = longest.size();
    while (low < high) {
      var middle = (low + high) >>> 1;
      if (sorted.get(middle).firstEnd() < reign.lastStart()) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low == 0 ? null : longest.get(low - 1);
  }
}
