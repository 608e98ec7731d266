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
    var one = of(new CompareAndSet(0, 1), 0, 5, 0);

    assertThat(register(one, of(new CompareAndSet(0, 2), 1, 4, 1))).isEmpty();
    assertThat(register(one, of(new CompareAndSet(0, 2), 1, 4, 0))).isNotEmpty();
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
  void a_reply_that_is_no_number_is_found() {
    var text = new Operation("k", "x", READ, "r", 2, 2, 3, new Outcome.Text("null"));
    var huge = new Outcome.Text("9999999999999999999");

    assertThat(register(of(new Write(1), 0, 1, 1), text))
        .singleElement()
        .satisfies(violation -> assertThat(violation.at()).isEqualTo(text))
        .satisfies(violation -> assertThat(violation.sentence()).endsWith("which is no number"));
    assertThat(counter(List.of(new Operation("k", "x", new Add(1), "r", 0, 0, 1, huge))))
        .hasSize(1);
  }

  @Test
  void a_search_that_takes_too_long_says_so() {
    var operations = new ArrayList<Operation>();
    for (var number = 1; number <= 12; number++) {
      operations.add(of(new Write(number), 0, 100, number));
    }
    operations.add(of(READ, 200, 201, 99));

    assertThat(Search.run(Models.REGISTER, operations, 1_000))
        .isInstanceOf(Verdict.Undecided.class);
  }

  // ---- in doubt
  // ------------------------------------------------------------------------------------

  @Test
  void a_write_in_doubt_may_be_why_a_compare_and_set_failed() {
    var failed = of(new CompareAndSet(0, 1), 2, 3, 7);

    assertThat(register(doubt(new Write(7), 0), failed)).isEmpty();
    assertThat(register(failed)).isNotEmpty();
    assertThat(register(doubt(new Write(7), 4), failed)).isNotEmpty(); // it began later
  }

  @Test
  void one_change_in_doubt_explains_no_two_failures_with_a_success_between() {
    var first = of(new CompareAndSet(0, 1), 2, 3, 7);
    var read = of(READ, 4, 5, 0);

    assertThat(register(doubt(new Write(7), 0), first, read)).isNotEmpty();
    assertThat(register(doubt(new CompareAndSet(0, 7), 0), first)).isEmpty();
    assertThat(register(doubt(new CompareAndSet(5, 7), 0), first)).isNotEmpty();
  }

  @Test
  void what_a_change_in_doubt_must_have_seen_took_effect_as_well() {
    var write = doubt(new Write(7), 0);
    var change = doubt(new CompareAndSet(7, 8), 0);

    assertThat(register(write, change, of(READ, 2, 3, 8))).isEmpty();
    assertThat(register(write, change, of(READ, 2, 3, 8), of(READ, 4, 5, 7))).isNotEmpty();
    assertThat(register(change, of(READ, 2, 3, 8))).isNotEmpty();
  }

  @Test
  void a_change_in_doubt_is_named_as_its_caller_saw_it() {
    var change = doubt(new CompareAndSet(7, 8), 0);

    assertThat(register(change, of(READ, 2, 3, 8)))
        .singleElement()
        .satisfies(finding -> assertThat(finding.at()).isEqualTo(change))
        .satisfies(finding -> assertThat(finding.sentence()).endsWith("its value was seen"));
  }

  @Test
  void hundreds_of_changes_in_doubt_to_one_key_are_decided() {
    var operations = new ArrayList<Operation>();
    for (var number = 1; number <= 400; number++) {
      operations.add(doubt(new Write(number), 10L * number));
      operations.add(doubt(new CompareAndSet(number - 1, 1_000 + number), 10L * number));
      if (number % 3 == 0) {
        operations.add(of(READ, 10L * number + 5, 10L * number + 6, number));
        operations.add(
            of(new Write(-1000 - number), 10L * number + 6, 10L * number + 7, -1000 - number));
      }
      operations.add(
          of(
              new CompareAndSet(number, -number),
              10L * number + 7,
              10L * number + 8,
              2_000 + number));
      operations.add(doubt(new Write(2_000 + number), 10L * number));
    }
    assertThat(Linearizability.findings(Models.REGISTER, operations)).isEmpty();

    var stale = of(READ, 9_000, 9_001, 3);
    operations.add(stale);
    assertThat(Linearizability.findings(Models.REGISTER, operations))
        .singleElement()
        .isInstanceOf(Violation.class);
  }

  @Test
  void with_values_used_once_it_agrees_with_trying_all_orders() {
    var random = new SplittableRandom(12);
    var good = 0;
    for (var round = 0; round < 6_000; round++) {
      var operations = withValuesUsedOnce(random);

      var expected = isExplained(0, operations);

      good += expected ? 1 : 0;
      assertThat(register(operations.toArray(Operation[]::new)).isEmpty())
          .as("round %d: %s", round, operations)
          .isEqualTo(expected);
    }
    assertThat(good).isBetween(600, 5_400); // both answers were put to the test
  }

  /** Short ones of which most changes are in doubt. */
  private static List<Operation> withValuesUsedOnce(RandomGenerator random) {
    var operations = new ArrayList<Operation>();
    var count = random.nextInt(3, 8);
    for (var number = 1; number <= count; number++) {
      var start = random.nextInt(12);
      var end = start + random.nextInt(1, 8);
      var action =
          switch (random.nextInt(4)) {
            case 0 -> READ;
            case 1 -> new Write(number);
            default -> new CompareAndSet(random.nextInt(count), number);
          };
      long reply =
          switch (action) {
            case Write(var written) -> written;
            default -> random.nextInt(count);
          };
      var isLost = !action.isRead() && random.nextInt(2) == 0;
      var outcome = isLost ? LOST : value(reply);
      operations.add(new Operation("k", "id" + number, action, "r", start, start, end, outcome));
    }
    return operations;
  }

  private static Operation doubt(Action action, long start) {
    return new Operation("k", "d" + action, action, "r", start, start, start + 1, LOST);
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
      assertThat(Linearizability.findings(Models.REGISTER, operations).isEmpty())
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
            case CompareAndSet _ -> random.nextInt(3);
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
    assertThat(Linearizability.findings(Models.REGISTER, operations)).isEmpty();

    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(MILLION_WITHIN);
  }

  @Test
  void a_million_operations_of_one_key_are_checked_in_seconds_and_the_bad_one_is_found() {
    var operations = million(1);
    var bad = new Operation("k0", "bad", READ, "r", 0, 1L << 40, (1L << 40) + 1, value(-5));
    operations.add(bad);

    var begin = System.nanoTime();
    assertThat(Linearizability.findings(Models.REGISTER, operations))
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
            case 0 -> new Write(number + 1);
            case 1 -> new CompareAndSet(values[key] + random.nextInt(2), number + 1);
            default -> READ;
          };
      var reply = action instanceof Write(var value) ? value : values[key];
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

  private static List<Finding> register(Operation... operations) {
    return Linearizability.findings(Models.REGISTER, Arrays.asList(operations));
  }

  private static List<Finding> counter(List<Operation> operations) {
    return Linearizability.findings(Models.COUNTER, operations);
  }

  private static Operation of(Action action, long start, long end, long reply) {
    return new Operation("k", "id" + start, action, "r", start, start, end, value(reply));
  }

  private static Outcome value(long value) {
    return new Outcome.Value(value);
  }
}
