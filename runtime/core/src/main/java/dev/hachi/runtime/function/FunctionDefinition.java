package dev.hachi.runtime.function;

import dev.hachi.function.Bytes;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.StatefulFunction;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.FunctionCode;
import dev.hachi.runtime.InvocationFailedException;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An author's class, checked and bound. Thread-safe as far as the class is.
 *
 * <p>Every mistake in the class is an {@link IllegalArgumentException} with one sentence that says
 * what and where.
 */
public final class FunctionDefinition implements FunctionCode {
  private final String name;
  private final Object instance;
  private final Method initial;
  private final StateCodec states;
  private final Map<String, HandlerMethod> handlers;
  private final List<String> names;

  private FunctionDefinition(
      String name,
      Object instance,
      Method initial,
      StateCodec states,
      Map<String, HandlerMethod> handlers) {
    this.name = name;
    this.instance = instance;
    this.initial = initial;
    this.states = states;
    this.handlers = handlers;
    this.names = handlers.keySet().stream().sorted().toList();
  }

  /** Binds {@code type}. */
  public static FunctionDefinition of(Class<?> type) {
    var annotation = type.getAnnotation(StatefulFunction.class);
    check(annotation != null, "%s has no @StatefulFunction", type.getName());
    check(
        annotation.value().matches("[a-zA-Z0-9_-]{1,63}"),
        "the function name of %s must be 1 to 63 of letters, digits, - and _; it is \"%s\"",
        type.getName(),
        annotation.value());
    var initial = initialOf(type);
    var state = initial.getReturnType();
    check(
        state.isRecord(),
        "%s.initial must return the state, a record; it returns %s",
        type.getName(),
        state.getName());
    var instance = instanceOf(type);
    return new FunctionDefinition(
        annotation.value(),
        instance,
        initial,
        StateCodec.of(type, instance, state),
        handlersOf(type, instance, state));
  }

  @Override
  public String name() {
    return name;
  }

  public StateCodec states() {
    return states;
  }

  /** The handler of that name, null when there is none. */
  public @Nullable HandlerMethod handler(String handler) {
    return handlers.get(handler);
  }

  @Override
  public List<String> handlers() {
    return names;
  }

  @Override
  public int stateVersion() {
    return states.version();
  }

  @Override
  public Object decode(String key, int version, @Nullable Bytes stored) throws Exception {
    return stored == null ? initialState(key) : states.decode(version, stored);
  }

  @Override
  public Object shown(int version, Bytes stored) throws IOException {
    return StateCodec.shown(stored);
  }

  @Override
  public Bytes encode(Object state) throws IOException {
    return states.encode(state);
  }

  @Override
  public Effect<?, ?> run(Run run) throws Exception {
    var named = run.invocation().handler();
    var handler = handlers.get(named);
    if (handler == null) {
      throw new InvocationFailedException(
          FailureCode.NO_SUCH_HANDLER,
          "function %s has no handler %s; it has %s"
              .formatted(name, named, String.join(", ", names)),
          null);
    }
    return handler.run(run.state(), run.invocation().message(), run.context());
  }

  private Object initialState(String key) throws Exception {
    try {
      var state =
          initial.getParameterCount() == 0
              ? initial.invoke(instance)
              : initial.invoke(instance, key);
      if (state == null) {
        throw new IllegalStateException(
            initial.getDeclaringClass().getName() + ".initial returned null");
      }
      return state;
    } catch (InvocationTargetException e) {
      throw HandlerMethod.thrownBy(e);
    }
  }

  private static Method initialOf(Class<?> type) {
    var found =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.getName().equals("initial") && !method.isSynthetic())
            .toList();
    check(
        found.size() == 1
            && List.of(List.of(), List.of(String.class))
                .contains(List.of(found.getFirst().getParameterTypes())),
        "%s needs one method \"initial(String key)\" or \"initial()\" that makes a key's first state",
        type.getName());
    found.getFirst().setAccessible(true);
    return found.getFirst();
  }

  private static Object instanceOf(Class<?> type) {
    try {
      var constructor = type.getDeclaredConstructor();
      constructor.setAccessible(true);
      return constructor.newInstance();
    } catch (InvocationTargetException e) {
      throw new IllegalArgumentException(
          "the constructor of " + type.getName() + " threw " + e.getCause(), e);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          type.getName() + " needs a constructor without parameters", e);
    }
  }

  private static Map<String, HandlerMethod> handlersOf(
      Class<?> type, Object instance, Class<?> state) {
    var handlers = new LinkedHashMap<String, HandlerMethod>();
    for (var method : type.getDeclaredMethods()) {
      var annotation = method.getAnnotation(Handler.class);
      if (annotation == null || method.isSynthetic()) {
        continue;
      }
      var name = annotation.value().isEmpty() ? method.getName() : annotation.value();
      check(
          name.matches("[a-zA-Z0-9_-]{1,63}"),
          "the handler name \"%s\" in %s must be 1 to 63 of letters, digits, - and _",
          name,
          type.getName());
      var twin = handlers.put(name, HandlerMethod.of(name, instance, method, state));
      check(twin == null, "%s has two handlers named %s", type.getName(), name);
    }
    check(!handlers.isEmpty(), "%s has no @Handler", type.getName());
    return Map.copyOf(handlers);
  }

  static void check(boolean holds, String sentence, Object... values) {
    if (!holds) {
      throw new IllegalArgumentException(sentence.formatted(values));
    }
  }
}
