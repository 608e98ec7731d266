package dev.hachi.function;

import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What a method reference names. Java tells it only through the form in which it would serialize
 * the reference; nothing is ever serialized or deserialized here.
 */
record HandlerReference(String function, String handler, Type reply) {
  static HandlerReference of(Call.ByReference reference) {
    var method = methodOf(reference);
    var function = method.getDeclaringClass().getAnnotation(StatefulFunction.class);
    var handler = method.getAnnotation(Handler.class);
    if (function == null || handler == null) {
      throw noHandler(method.getDeclaringClass().getName() + "." + method.getName());
    }
    return new HandlerReference(
        function.value(),
        handler.value().isEmpty() ? method.getName() : handler.value(),
        replyOf(method));
  }

  <R extends @Nullable Object> Call<R> call(String key, @Nullable Object message) {
    return new Call<>(function, key, handler, message, reply);
  }

  private static Method methodOf(Call.ByReference reference) {
    try {
      var writeReplace = reference.getClass().getDeclaredMethod("writeReplace");
      writeReplace.setAccessible(true);
      if (!(writeReplace.invoke(reference) instanceof SerializedLambda lambda)) {
        throw noHandler(reference.getClass().getName());
      }
      var type =
          Class.forName(
              lambda.getImplClass().replace('/', '.'),
              false,
              reference.getClass().getClassLoader());
      return Arrays.stream(type.getDeclaredMethods())
          .filter(method -> method.getName().equals(lambda.getImplMethodName()))
          .filter(method -> descriptorOf(method).equals(lambda.getImplMethodSignature()))
          .findFirst()
          .orElseThrow(() -> noHandler(type.getName() + "." + lambda.getImplMethodName()));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException(
          "a handler must be given as a method reference such as Counter::add", e);
    }
  }

  private static String descriptorOf(Method method) {
    return MethodType.methodType(method.getReturnType(), method.getParameterTypes())
        .descriptorString();
  }

  private static Type replyOf(Method method) {
    return method.getReturnType().equals(Effect.class)
            && method.getGenericReturnType() instanceof ParameterizedType effect
        ? effect.getActualTypeArguments()[1]
        : method.getGenericReturnType();
  }

  private static IllegalArgumentException noHandler(String what) {
    return new IllegalArgumentException(
        what
            + " is no @Handler method of a @StatefulFunction class;"
            + " give a method reference such as Counter::add");
  }
}
