package dev.hachi.chaos.checker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.chaos.history.Action;
import dev.hachi.chaos.history.Action.Add;
import dev.hachi.chaos.history.Action.CompareAndSet;
import dev.hachi.chaos.history.Action.Read;
import dev.hachi.chaos.history.Action.Write;
import dev.hachi.chaos.history.Operation;
import dev.hachi.chaos.history.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class LinearizabilityTest {
  private static final Action READ = new Read();
  private static final Outcome LOST = new Outcome.Unknown("reset");
  private static final Duration MILLION_WITHIN = Duration.ofSeconds(30);

  // ---- good
  // ---------------------------------------------------------------------------------------

  @Test
  void what_follows_itself_is_good() {
    assertThat(register(of(new Write(1), 0, 1, 1), of(READ, 2, 3, 1))).isEmpty();
  }

  @Test
  void a_read_that_overlaps_a_write_may_see_either_value() {
    var write = of(new Write(1), 0, 9, 1);

    assertThat(register(write, of(READ, 1, 2, 0), of(READ, 3, 4, 1))).isEmpty();
  }

  @Test
  void a_write_in_doubt_may_have_taken_effect_late_or_never() {
    var doubt = new Operation("k", "d", new Write(7), "r", 0, 0, 1, LOST);

    assertThat(register(doubt, of(READ, 2, 3, 0), of(READ, 4, 5, 7))).isEmpty();
    assertThat(register(doubt, of(READ, 2, 3, 0), of(READ, 4, 5, 0))).isEmpty();
  }

  @Test
  void what_was_refused_has_no_effect() {
    var refused = new Outcome.Failed(429, "overloaded");

    assertThat(
            register(
                new Operation("k", "d", new Write(7), "r", 0, 0, 1, refused), of(READ, 2, 3, 7)))
        .isNotEmpty();
  }

  @Test
  void of_two_compare_and_sets_at_once_one_succeeds() {
    var one = of(new CompareAndSet(0, 1), 0, 5, 1);

    assertThat(register(one, of(new CompareAndSet(0, 2), 1, 4, 0))).isEmpty();
    assertThat(register(one, of(new CompareAndSet(0, 2), 1, 4, 1))).isNotEmpty();
  }

  @Test
  void equal_adds_in_doubt_count_as_often_as_reads_say_and_no_more() {
    var operations = new ArrayList<Operation>();
    for (var number = 0; number < 30; number++) {
      operations.add(new Operation("k", "d" + number, new Add(1), "r", 0, 0, 1, LOST));
    }
    operations.add(of(READ, 2, 3, 17));
    assertThat(counter(operations)).isEmpty();

    operations.add(of(READ, 4, 5, 31));
    assertThat(counter(operations)).isNotEmpty();
  }

  // ---- bad
  // ----------------------------------------------------------------------------------------

  @Test
  void a_stale_read_is_found_and_named() {
    var stale = of(READ, 4, 5, 0);

    assertThat(register(of(new Write(1), 0, 1, 1), stale))
        .singleElement()
        .satisfies(violation -> assertThat(violation.at()).isEqualTo(stale));
  }

  @Test
  void a_value_that_comes_back_is_found() {
    assertThat(
            register(
                of(new Write(1), 0, 9, 1),
                of(READ, 1, 2, 1),
                of(READ, 3, 4, 0),
                of(new Write(0), 20, 21, 0)))
        .isNotEmpty();
  }

  @Test
  void a_value_that_nobody_wrote_is_found() {
    assertThat(register(of(READ, 0, 1, 3))).isNotEmpty();
  }

  @Test
  void a_lost_add_is_found() {
    assertThat(
            counter(List.of(of(new Add(1), 0, 1, 1), of(new Add(1), 2, 3, 1), of(READ, 4, 5, 2))))
        .isNotEmpty();
  }

  @Test
  void a_fault_of_one_key_is_not_hidden_by_the_others() {
    var other = new Operation("other", "x", READ, "r", 0, 0, 1, new Outcome.Value(9));

    assertThat(register(of(new Write(1), 0, 1, 1), of(READ, 2, 3, 1), other))
        .singleElement()
        .satisfies(violation -> assertThat(violation.sentence()).startsWith("other:"));
  }

  @Test
  void a_search_that_takes_too_long_says_so() {
    var operations = new ArrayList<Operation>();
    for (var number = 1; number <= 12; number++) {
      operations.add(of(new Write(number), 0, 100, number));
    }
    operations.add(of(READ, 200, 201, 99));

    assertThat(Search.run(Models.REGISTER, operations, 1_000))
        .isInstanceOf(Search.Verdict.Undecided.class);
  }

  // ---- against trying all orders
  // --------------------------------------------------------------------

  @Test
  void it_agrees_with_trying_all_orders() {
    var random = new SplittableRandom(11);
    var good = 0;
    for (var round = 0; round < 4_000; round++) {
      var operations = anything(random);

      var expected = isExplained(0, operations);

      good += expected ? 1 : 0;
      assertThat(Linearizability.violations(Models.REGISTER, operations).isEmpty())
          .as("round %d: %s", round, operations)
          .isEqualTo(expected);
    }
    assertThat(good).isBetween(400, 3_600); // both answers were put to the test
  }

  private static List<Operation> anything(RandomGenerator random) {
    var operations = new ArrayList<Operation>();
    var count = random.nextInt(2, 7);
    for (var number = 0; number < count; number++) {
      var start = random.nextInt(12);
      var end = start + random.nextInt(1, 8);
      var value = random.nextInt(3);
      var action =
          switch (random.nextInt(3)) {
            case 0 -> READ;
            case 1 -> new Write(value);
            default -> new CompareAndSet(random.nextInt(3), value);
          };
      var reply =
          switch (action) {
            case Write(var written) -> written;
            case CompareAndSet _ -> random.nextInt(2);
            default -> value;
          };
      var outcome = random.nextInt(5) == 0 ? LOST : new Outcome.Value(reply);
      operations.add(new Operation("k", "id" + number, action, "r", start, start, end, outcome));
    }
    return operations;
  }

  /** Whether some order of {@code left} explains all replies; what is in doubt may be left out. */
  private static boolean isExplained(long state, List<Operation> left) {
    if (left.stream().allMatch(operation -> operation.outcome().isInDoubt())) {
      return true;
    }
    var firstEnd =
        left.stream()
            .filter(operation -> !operation.outcome().isInDoubt())
            .mapToLong(Operation::end)
            .min()
            .orElseThrow();
    for (var next : left) {
      var fits =
          !(next.outcome() instanceof Outcome.Value(var reply))
              || Models.REGISTER.allows(state, next.action(), reply);
      if (next.start() <= firstEnd && fits) {
        var others = left.stream().filter(operation -> !operation.equals(next)).toList();
        if (isExplained(Models.REGISTER.after(state, next.action()), others)) {
          return true;
        }
      }
    }
    return false;
  }

  // ---- a million
  // ----------------------------------------------------------------------------------

  @Test
  void a_million_operations_are_checked_in_seconds() {
    var operations = million(1_000);

    var begin = System.nanoTime();
    assertThat(Linearizability.violations(Models.REGISTER, operations)).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(MILLION_WITHIN);
  }

  @Test
  void a_million_operations_of_one_key_are_checked_in_seconds_and_the_bad_one_is_found() {
    var operations = million(1);
    var bad = new Operation("k0", "bad", READ, "r", 0, 1L << 40, (1L << 40) + 1, value(-5));
    operations.add(bad);

    var begin = System.nanoTime();
    assertThat(Linearizability.violations(Models.REGISTER, operations))
        .singleElement()
        .satisfies(violation -> assertThat(violation.at()).isEqualTo(bad));

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(MILLION_WITHIN);
  }

  /** A history that is good because it was made of effects: some overlap, some are in doubt. */
  private static List<Operation> million(int keys) {
    var random = new SplittableRandom(5);
    var values = new long[keys];
    var operations = new ArrayList<Operation>(1_000_001);
    for (var number = 0; number < 1_000_000; number++) {
      var key = random.nextInt(keys);
      var effect = 10L * number / keys * keys;
      var action =
          switch (random.nextInt(4)) {
            case 0 -> new Write(number);
            case 1 -> new CompareAndSet(values[key] + random.nextInt(2), number);
            default -> READ;
          };
      var reply =
          action instanceof CompareAndSet(var expected, var _)
              ? (expected == values[key] ? 1 : 0)
              : Models.REGISTER.after(values[key], action);
      values[key] = Models.REGISTER.after(values[key], action);
      var isLost = keys > 1 && random.nextInt(200) == 0;
      operations.add(
          new Operation(
              "k" + key,
              "id" + number,
              action,
              "r",
              effect,
              effect - random.nextInt(25 * keys),
              effect + random.nextInt(25 * keys),
              isLost ? LOST : value(reply)));
    }
    return operations;
  }

  private static List<Violation> register(Operation... operations) {
    return Linearizability.violations(Models.REGISTER, Arrays.asList(operations));
  }

  private static List<Violation> counter(List<Operation> operations) {
    return Linearizability.violations(Models.COUNTER, operations);
  }

  private static Operation of(Action action, long start, long end, long reply) {
    return new Operation("k", "id" + start, action, "r", start, start, end, value(reply));
  }

  private static Outcome value(long value) {
    return new Outcome.Value(value);
  }
}
