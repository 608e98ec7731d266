package dev.hachi.function;

import java.io.Serializable;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;

/**
 * A message for a handler of some key: what {@link Effect#tell(Call)} sends and {@link
 * Context#ask(Call)} asks. Immutable.
 *
 * <p>A handler on the class path is named by a method reference, checked by the compiler: {@code
 * Call.to(Counter::add, "alice", 5L)}. Any other function, in any language, is named by strings.
 * One behind the OpenFaaS gateway, which need not keep state, is {@link #gateway}.
 *
 * @param <R> what the handler replies
 * @param function the function's name: 1 to 63 of letters, digits, {@code -}, {@code _}; or {@code
 *     gateway:NAME} or {@code gateway:NAME.NAMESPACE}
 * @param key 1 to 512 bytes of UTF-8; over the gateway the path
 * @param handler the handler's name, of the form of a function's name; over the gateway the HTTP
 *     method in small letters
 * @param message what the handler takes: null for nothing, a {@link Request} as it is, anything
 *     else as JSON
 * @param reply what the JSON of the reply is decoded into; {@link Reply} for the reply as it is
 */
// The overloads are ambiguous for lambdas only, which name no handler; R is what ask returns.
@SuppressWarnings({"overloads", "UnusedTypeParameter"})
public record Call<R extends @Nullable Object>(
    String function, String key, String handler, @Nullable Object message, Type reply) {

  public Call {
    Names.checkFunction(function);
    Names.check("handler", handler);
    Names.checkKey(key);
  }

  /** A call by name; {@code reply} is the type that the reply is decoded into. */
  public static <R> Call<R> to(
      Class<R> reply, String function, String key, String handler, @Nullable Object message) {
    return new Call<>(function, key, handler, message, reply);
  }

  /**
   * A call of any function behind the OpenFaaS gateway, by POST. Asked, it is invoked at once and
   * repeated for as long as the gateway cannot be reached or has no room. Told, it is queued at the
   * gateway, and told again until that has taken it. Either way the function may run more than
   * once, each time with the same {@code X-Call-Id}.
   *
   * @param name the function's name, or {@code NAME.NAMESPACE}
   * @param path what follows the function's name in the URL, query included: {@code /} and visible
   *     ASCII, percent-encoded where needed
   */
  public static <R> Call<R> gateway(
      Class<R> reply, String name, String path, @Nullable Object message) {
    return to(reply, Names.GATEWAY + name, path, "post", message);
  }

  /**
   * The same call over the gateway, to be told: what the function answers comes as a message to
   * {@code handler} of the key that tells it.
   *
   * @throws IllegalArgumentException when this goes not over the gateway, or has a callback
   */
  public Call<R> callback(String handler) {
    Names.check("handler", handler);
    if (!function.startsWith(Names.GATEWAY) || key.indexOf('#') >= 0) {
      throw new IllegalArgumentException(
          "one callback can be set for a call over the gateway; this one is for "
              + function
              + " "
              + key);
    }
    return new Call<>(function, key + "#" + handler, this.handler, message, reply);
  }

  /** A call of a handler that takes no message. */
  public static <F, S, R extends @Nullable Object> Call<R> to(
      ToEffect<F, S, R> handler, String key) {
    return HandlerReference.of(handler).call(key, null);
  }

  /** A call of a handler that takes no message and only reads. */
  public static <F, S, R extends @Nullable Object> Call<R> to(
      ToReply<F, S, R> handler, String key) {
    return HandlerReference.of(handler).call(key, null);
  }

  /** A call of a handler that takes a context but no message. */
  public static <F, S, R extends @Nullable Object> Call<R> to(
      ContextToEffect<F, S, R> handler, String key) {
    return HandlerReference.of(handler).call(key, null);
  }

  /** A call of a handler that takes a context but no message, and only reads. */
  public static <F, S, R extends @Nullable Object> Call<R> to(
      ContextToReply<F, S, R> handler, String key) {
    return HandlerReference.of(handler).call(key, null);
  }

  /** A call of a handler that takes a message. */
  public static <F, S, M, R extends @Nullable Object> Call<R> to(
      MessageToEffect<F, S, M, R> handler, String key, M message) {
    return HandlerReference.of(handler).call(key, message);
  }

  /** A call of a handler that takes a message and only reads. */
  public static <F, S, M, R extends @Nullable Object> Call<R> to(
      MessageToReply<F, S, M, R> handler, String key, M message) {
    return HandlerReference.of(handler).call(key, message);
  }

  /** A call of a handler that takes a message and a context. */
  public static <F, S, M, R extends @Nullable Object> Call<R> to(
      MessageAndContextToEffect<F, S, M, R> handler, String key, M message) {
    return HandlerReference.of(handler).call(key, message);
  }

  /** A call of a handler that takes a message and a context, and only reads. */
  public static <F, S, M, R extends @Nullable Object> Call<R> to(
      MessageAndContextToReply<F, S, M, R> handler, String key, M message) {
    return HandlerReference.of(handler).call(key, message);
  }

  /**
   * A handler by method reference. The forms below are all the shapes that a handler can have;
   * nobody calls their methods, their names and types alone count.
   */
  public sealed interface ByReference extends Serializable {}

  /** {@code (state) -> effect}. */
  public non-sealed interface ToEffect<F, S, R extends @Nullable Object> extends ByReference {
    Effect<S, R> handle(F function, S state) throws Exception;
  }

  /** {@code (state) -> reply}. */
  public non-sealed interface ToReply<F, S, R extends @Nullable Object> extends ByReference {
    R handle(F function, S state) throws Exception;
  }

  /** {@code (state, context) -> effect}. */
  public non-sealed interface ContextToEffect<F, S, R extends @Nullable Object>
      extends ByReference {
    Effect<S, R> handle(F function, S state, Context context) throws Exception;
  }

  /** {@code (state, context) -> reply}. */
  public non-sealed interface ContextToReply<F, S, R extends @Nullable Object> extends ByReference {
    R handle(F function, S state, Context context) throws Exception;
  }

  /** {@code (state, message) -> effect}. */
  public non-sealed interface MessageToEffect<F, S, M, R extends @Nullable Object>
      extends ByReference {
    Effect<S, R> handle(F function, S state, M message) throws Exception;
  }

  /** {@code (state, message) -> reply}. */
  public non-sealed interface MessageToReply<F, S, M, R extends @Nullable Object>
      extends ByReference {
    R handle(F function, S state, M message) throws Exception;
  }

  /** {@code (state, message, context) -> effect}. */
  public non-sealed interface MessageAndContextToEffect<F, S, M, R extends @Nullable Object>
      extends ByReference {
    Effect<S, R> handle(F function, S state, M message, Context context) throws Exception;
  }

  /** {@code (state, message, context) -> reply}. */
  public non-sealed interface MessageAndContextToReply<F, S, M, R extends @Nullable Object>
      extends ByReference {
    R handle(F function, S state, M message, Context context) throws Exception;
  }
}
