package dev.hachi.function;

import org.jspecify.annotations.Nullable;

/**
 * What a handler asks to commit, all or nothing: a change of the state and a reply.
 *
 * <p>Immutable, with value equality: a unit test calls the handler and compares. The reply leaves
 * only after the change is stored.
 *
 * @param <S> the state type
 * @param <R> the reply type; {@link Void} for none
 * @param change what happens to the state
 * @param reply what the caller gets, null for an empty reply
 */
public record Effect<S, R extends @Nullable Object>(Change<S> change, @Nullable R reply) {

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

  /** The state becomes {@code state}. */
  public static <S> Effect<S, Void> of(S state) {
    return new Effect<>(new Become<>(state), null);
  }

  /** The state stays as it is. */
  public static <S> Effect<S, Void> keep() {
    return new Effect<>(new Keep<>(), null);
  }

  /** The key is forgotten. */
  public static <S> Effect<S, Void> delete() {
    return new Effect<>(new Delete<>(), null);
  }

  /**
   * Nothing changes and the invocation fails.
   *
   * @param code a stable word for programs, such as {@code out_of_stock}: 1 to 64 of a-z, 0-9, _
   * @param why a sentence for people
   */
  public static <S, R> Effect<S, R> fail(String code, String why) {
    if (!code.matches("[a-z0-9_]{1,64}")) {
      throw new IllegalArgumentException("code must be 1 to 64 of a-z, 0-9, _; was " + code);
    }
    return new Effect<>(new Refuse<>(code, why), null);
  }

  /** The same effect with this reply, in place of an earlier one. */
  public <T> Effect<S, T> reply(T value) {
    return new Effect<>(change, value);
  }
}
