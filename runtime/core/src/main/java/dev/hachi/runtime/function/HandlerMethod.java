package dev.hachi.runtime.function;

import static dev.hachi.runtime.function.FunctionDefinition.check;

import com.fasterxml.jackson.databind.JavaType;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Request;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One handler of an author's class, bound: state and message in, effect out. */
public final class HandlerMethod {
  private final Object instance;
  private final Method method;
  private final @Nullable JavaType message;
  private final boolean takesContext;

  private HandlerMethod(
      Object instance, Method method, @Nullable JavaType message, boolean takesContext) {
    this.instance = instance;
    this.method = method;
    this.message = message;
    this.takesContext = takesContext;
  }

  static HandlerMethod of(String name, Object instance, Method method, Class<?> state) {
    var where = method.getDeclaringClass().getName() + "." + method.getName();
    var types = new ArrayList<>(Arrays.asList(method.getGenericParameterTypes()));
    check(
        !types.isEmpty() && types.getFirst().equals(state),
        "the first parameter of handler %s must be the state, %s",
        where,
        state.getName());
    types.removeFirst();
    var takesContext = !types.isEmpty() && types.getLast().equals(Context.class);
    if (takesContext) {
      types.removeLast();
    }
    check(
        types.size() <= 1,
        "handler %s may take the state, one message and a Context; it takes more",
        where);
    check(
        !method.getReturnType().equals(void.class),
        "handler %s must return an Effect, or the reply of a read; it returns nothing",
        where);
    method.setAccessible(true);
    var message = types.isEmpty() ? null : Json.typeOf(types.getFirst());
    return new HandlerMethod(instance, method, message, takesContext);
  }

  /**
   * Runs the handler.
   *
   * @throws BadMessageException when {@code request} does not decode into the parameter
   * @throws Exception what the handler threw
   */
  public Effect<?, ?> run(Object state, Request request, Context context) throws Exception {
    var arguments = new ArrayList<@Nullable Object>(3);
    arguments.add(state);
    if (message != null) {
      arguments.add(decode(message, request));
    }
    if (takesContext) {
      arguments.add(context);
    }
    var result = invoke(arguments.toArray());
    if (result instanceof Effect<?, ?> effect) {
      return effect;
    }
    if (Effect.class.isAssignableFrom(method.getReturnType())) {
      throw new NullPointerException("handler " + method + " returned null instead of an Effect");
    }
    return new Effect<Object, @Nullable Object>(new Effect.Keep<>(), result, List.of());
  }

  private @Nullable Object invoke(@Nullable Object[] arguments) throws Exception {
    try {
      return method.invoke(instance, arguments);
    } catch (InvocationTargetException e) {
      throw thrownBy(e);
    }
  }

  private static Object decode(JavaType type, Request request) throws BadMessageException {
    return type.hasRawClass(Request.class) ? request : Json.decode(type, request.body());
  }

  /** What the author's code threw, ready to be thrown again. */
  static Exception thrownBy(InvocationTargetException e) {
    return switch (e.getCause()) {
      case Exception exception -> exception;
      case StackOverflowError error ->
          new IllegalStateException("the handler recursed too deep", error);
      case Error error -> throw error;
      case null, default -> e;
    };
  }
}
