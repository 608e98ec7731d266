package dev.hachi.testkit;

import dev.hachi.function.AskFailedException;
import dev.hachi.function.Call;
import dev.hachi.function.StatefulFunction;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.entity.InlineEntities;
import dev.hachi.runtime.function.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Functions under test, with their states, messages and timers, by the runtime's own rules but
 * without a server, threads or waiting.
 *
 * <pre>{@code
 * var kit = TestKit.of(Cart.class, Orders.class);
 *
 * kit.ask(Call.to(Cart::add, "ann", new Item("pen", 2)));
 * kit.advance(Duration.ofMinutes(30));
 *
 * assertThat(kit.state(Cart.class, "ann")).isEmpty();
 * }</pre>
 *
 * <p>Time stands still, from {@link #START} on, until {@link #advance} moves it. Whatever is due at
 * the present moment has happened when a method returns. Each invocation starts from the stored
 * form of the state and gets its message as JSON, so that a value which does not survive that is
 * found. Messages to functions that are not under test count as taken; asks to them fail: give a
 * stand-in with that function's name.
 *
 * <p>Handlers run on the caller's thread. Not thread-safe; there is nothing to close.
 */
public final class TestKit {
  /** The time at which every test begins. */
  public static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

  private static final String NAMESPACE = "test";

  private final StillClock clock = new StillClock(START);
  private final List<Class<?>> functions;
  private final InlineEntities entities;
  private int asked;

  private TestKit(List<Class<?>> functions) {
    this.functions = functions;
    this.entities = new InlineEntities(functions, clock);
  }

  /**
   * Functions that know of each other, without any state.
   *
   * @throws IllegalArgumentException with one sentence when a class is no function, or when two
   *     have one name
   */
  public static TestKit of(Class<?> function, Class<?>... others) {
    var functions = new ArrayList<Class<?>>();
    functions.add(function);
    functions.addAll(Arrays.asList(others));
    return new TestKit(List.copyOf(functions));
  }

  /**
   * Calls a handler from outside, as a client over HTTP would, and then delivers what is due.
   *
   * @return its reply, decoded
   * @throws AskFailedException when it refused or failed; its cause is what the handler threw
   */
  @SuppressWarnings({"unchecked", "NullAway"}) // the call says what type its reply is
  public <R extends @Nullable Object> R ask(Call<R> call) {
    var failuresBefore = entities.failures().size();
    var outcome = entities.invoke(invocationOf(call));
    var failures = entities.failures();
    entities.runDue();
    return switch (outcome) {
      case Outcome.Replied(var reply) -> (R) Json.value(call.reply(), reply);
      case Outcome.Failed failed ->
          throw exceptionOf(failed, failures.subList(failuresBefore, failures.size()));
    };
  }

  private Invocation invocationOf(Call<?> call) {
    asked++;
    try {
      return new Invocation(
          "test:" + asked,
          new Origin.Outside(true),
          new Address(NAMESPACE, call.function(), call.key()),
          call.handler(),
          Json.request(call.message()),
          now().plus(Limits.DEFAULT.runMax()));
    } catch (IOException e) {
      throw new UncheckedIOException("the message cannot be written as JSON", e);
    }
  }

  private static AskFailedException exceptionOf(
      Outcome.Failed failed, List<InlineEntities.Failure> failures) {
    var exception = new AskFailedException(failed.code(), failed.message());
    if (failed.code().equals(FailureCode.HANDLER_FAILED)) {
      failures.reversed().stream()
          .map(InlineEntities.Failure::thrown)
          .filter(Objects::nonNull)
          .findFirst()
          .ifPresent(exception::initCause);
    }
    return exception;
  }

  /**
   * Moves the time on, and fires the timers and delivers the messages that come due on the way,
   * each at its own time. What failed is repeated as in production: after 0.1 s first, for 24 hours
   * at most.
   *
   * @throws IllegalStateException when at one moment messages and timers cause each other endlessly
   */
  public void advance(Duration duration) {
    if (duration.isNegative()) {
      throw new IllegalArgumentException("time moves forward only, was " + duration);
    }
    var end = now().plus(duration);
    for (var next = entities.nextDue(); next <= end.toEpochMilli(); next = entities.nextDue()) {
      clock.moveTo(Instant.ofEpochMilli(next));
      entities.runDue();
    }
    clock.moveTo(end);
  }

  /** The present moment. */
  public Instant now() {
    return clock.instant();
  }

  /**
   * The state of a key, read back from its stored form; empty when nothing is stored, because
   * nothing was changed yet or because it was deleted.
   */
  public Optional<Object> state(Class<?> function, String key) {
    return Optional.ofNullable(entities.state(addressOf(function, key)));
  }

  /** The timers of a key that are set, the earliest first. */
  public List<Timer> timers(Class<?> function, String key) {
    return entities.timers(addressOf(function, key)).stream()
        .map(Timer::of)
        .sorted(Comparator.comparing(Timer::due))
        .toList();
  }

  private Address addressOf(Class<?> function, String key) {
    var annotation = function.getAnnotation(StatefulFunction.class);
    if (annotation == null || !functions.contains(function)) {
      throw new IllegalArgumentException(
          function.getName() + " is not under test; give it to TestKit.of");
    }
    return new Address(NAMESPACE, annotation.value(), key);
  }

  /** All messages that were sent since the start, delivered or not, in the order of sending. */
  public List<Sent> sent() {
    return entities.sent().stream().map(Sent::of).toList();
  }

  /** All invocations that failed since the start, in order; repeated ones each time. */
  public List<Failure> failures() {
    return entities.failures().stream().map(Failure::of).toList();
  }
}
