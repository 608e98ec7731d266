package dev.hachi.function;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What a handler asks to commit, all or nothing: a change of the state, a reply, messages to other
 * entities, timers.
 *
 * <p>Immutable, with value equality: a unit test calls the handler and compares. The reply and the
 * messages leave only after everything is stored.
 *
 * @param <S> the state type
 * @param <R> the reply type; {@link Void} for none
 * @param change what happens to the state
 * @param reply what the caller gets, null for an empty reply
 * @param orders messages and timers, in order
 */
public record Effect<S, R extends @Nullable Object>(
    Change<S> change, @Nullable R reply, List<Order> orders) {

  /** What happens to the state of a key. */
  public sealed interface Change<S> {}

  /** The state stays as it is. */
  public record Keep<S>() implements Change<S> {}

  /** The state becomes {@code state}. */
  public record Become<S>(S state) implements Change<S> {}

  /** The key is forgotten; its next invocation starts from the initial state. */
  public record Delete<S>() implements Change<S> {}

  /** Nothing changes, and the caller gets {@code code} with {@code why} and status 422. */
  public record Refuse<S>(String code, String why) implements Change<S> {}

  /** What is to happen after the commit. */
  public sealed interface Order {}

  /** Send a message {@code after} the commit. */
  public record Tell(
      Duration after, String function, String key, String handler, @Nullable Object message)
      implements Order {
    public Tell {
      checkDelay(after);
    }
  }

  /** Let this entity's own {@code handler} run {@code after} the commit. */
  public record SetTimer(String name, Duration after, String handler, @Nullable Object message)
      implements Order {
    public SetTimer {
      Names.check("timer", name);
      Names.check("handler", handler);
      checkDelay(after);
    }
  }

  /** Forget the timer {@code name}, if it is set. */
  public record CancelTimer(String name) implements Order {
    public CancelTimer {
      Names.check("timer", name);
    }
  }

  /** The longest delay of a message or timer. */
  public static final Duration DELAY_MAX = Duration.ofDays(3650);

  /** With the orders copied; an effect that refuses can have none. */
  public Effect {
    orders = List.copyOf(orders);
    if (change instanceof Refuse && !orders.isEmpty()) {
      throw new IllegalArgumentException(
          "Effect.fail changes nothing, so it cannot tell anybody or set timers");
    }
  }

  /** The state becomes {@code state}. */
  public static <S> Effect<S, Void> of(S state) {
    return new Effect<>(new Become<>(state), null, List.of());
  }

  /** The state stays as it is. */
  public static <S> Effect<S, Void> keep() {
    return new Effect<>(new Keep<>(), null, List.of());
  }

  /**
   * The key is forgotten, and its timers with it. Messages that it sent earlier are still
   * delivered.
   */
  public static <S> Effect<S, Void> delete() {
    return new Effect<>(new Delete<>(), null, List.of());
  }

  /**
   * Nothing changes and the invocation fails.
   *
   * @param code a stable word for programs, such as {@code out_of_stock}: 1 to 64 of a-z, 0-9, _,
   *     and none of the runtime's own codes such as {@code deadline}
   * @param why a sentence for people
   */
  public static <S, R> Effect<S, R> fail(String code, String why) {
    if (!code.matches("[a-z0-9_]{1,64}")) {
      throw new IllegalArgumentException("code must be 1 to 64 of a-z, 0-9, _; was " + code);
    }
    if (Names.RUNTIME_CODES.contains(code)) {
      throw new IllegalArgumentException("code " + code + " is the runtime's; choose another word");
    }
    return new Effect<>(new Refuse<>(code, why), null, List.of());
  }

  /** The same effect with this reply, in place of an earlier one. */
  public <T> Effect<S, T> reply(T value) {
    return new Effect<>(change, value, orders);
  }

  /**
   * Also sends a message. It is delivered at least once and takes effect once; messages from one
   * key to one other arrive in order. It is repeated until the receiver has committed it, or has
   * refused it with {@link #fail}, or 24 hours have passed; then it is dropped and logged.
   *
   * @param message null for none, a {@link Request} as it is, anything else as JSON
   */
  public Effect<S, R> tell(String function, String key, String handler, @Nullable Object message) {
    return tell(Call.to(Object.class, function, key, handler, message));
  }

  /** Also sends a message, as {@link #tell(String, String, String, Object)} does. */
  public Effect<S, R> tell(Call<?> call) {
    return tellAfter(Duration.ZERO, call);
  }

  /**
   * Also sends a message later.
   *
   * @param after 0 to {@link #DELAY_MAX} from the commit on
   */
  public Effect<S, R> tellAfter(
      Duration after, String function, String key, String handler, @Nullable Object message) {
    return tellAfter(after, Call.to(Object.class, function, key, handler, message));
  }

  /** Also sends a message later. */
  public Effect<S, R> tellAfter(Duration after, Call<?> call) {
    return and(new Tell(after, call.function(), call.key(), call.handler(), call.message()));
  }

  /**
   * Also sets a timer: after {@code after} this entity's own {@code handler} runs with {@code
   * message}. A timer of the same name is replaced. A timer is stored with the state; it fires once
   * its handler has committed, is repeated when the handler throws, and is forgotten when the
   * handler refuses with {@link #fail}.
   *
   * @param name 1 to 63 of letters, digits, {@code -}, {@code _}
   * @param after 0 to {@link #DELAY_MAX}
   * @param message null for none, a {@link Request} as it is, anything else as JSON
   */
  public Effect<S, R> timer(String name, Duration after, String handler, @Nullable Object message) {
    return and(new SetTimer(name, after, handler, message));
  }

  /** Also sets a timer whose handler takes no message. */
  public Effect<S, R> timer(String name, Duration after, String handler) {
    return timer(name, after, handler, null);
  }

  /** Also forgets the timer {@code name}, if it is set. */
  public Effect<S, R> cancelTimer(String name) {
    return and(new CancelTimer(name));
  }

  private Effect<S, R> and(Order order) {
    return new Effect<>(change, reply, Stream.concat(orders.stream(), Stream.of(order)).toList());
  }

  private static void checkDelay(Duration after) {
    if (after.isNegative() || after.compareTo(DELAY_MAX) > 0) {
      throw new IllegalArgumentException(
          "the delay must be 0 to " + DELAY_MAX.toDays() + " days, was " + after);
    }
  }
}
