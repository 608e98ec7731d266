package dev.hachi.runtime.function;

import static dev.hachi.runtime.function.FunctionDefinition.check;

import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.dataformat.cbor.CBORFactory;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import dev.hachi.function.Bytes;
import dev.hachi.function.Migrate;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** State as CBOR with a version, upgraded step by step by the function's migrations. */
public final class StateCodec {
  private static final CBORMapper MAPPER =
      Json.strict(
              CBORMapper.builder(
                  CBORFactory.builder()
                      .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                      .build()))
          .build();

  private final Object instance;
  private final Class<?> state;
  private final List<Method> migrations;

  private StateCodec(Object instance, Class<?> state, List<Method> migrations) {
    this.instance = instance;
    this.state = state;
    this.migrations = migrations;
  }

  static StateCodec of(Class<?> type, Object instance, Class<?> state) {
    var migrations =
        Arrays.stream(type.getDeclaredMethods())
            .filter(method -> method.isAnnotationPresent(Migrate.class))
            .sorted(Comparator.comparingInt(StateCodec::fromOf))
            .toList();
    for (var i = 0; i < migrations.size(); i++) {
      var last = i == migrations.size() - 1;
      var to = last ? state : migrations.get(i + 1).getParameterTypes()[0];
      checkMigration(type, migrations.get(i), i + 1, to);
    }
    return new StateCodec(instance, state, migrations);
  }

  private static int fromOf(Method migration) {
    var annotation = migration.getAnnotation(Migrate.class);
    check(
        annotation != null && migration.getParameterCount() == 1,
        "migration %s must take one parameter, the older state",
        migration);
    return annotation.from();
  }

  private static void checkMigration(Class<?> type, Method migration, int from, Class<?> to) {
    check(
        fromOf(migration) == from,
        "the migrations of %s must start at from = 1 without gaps; %s is from %d instead of %d",
        type.getName(),
        migration.getName(),
        fromOf(migration),
        from);
    check(
        migration.getReturnType().equals(to),
        "migration %s.%s must return %s, which comes next",
        type.getName(),
        migration.getName(),
        to.getName());
    migration.setAccessible(true);
  }

  /** The version under which this code writes state. */
  public int version() {
    return migrations.size() + 1;
  }

  public Bytes encode(Object value) throws IOException {
    return Bytes.of(MAPPER.writeValueAsBytes(value));
  }

  /** What {@link #encode} made, as lists, maps and plain values; older states as they were. */
  static Object shown(Bytes stored) throws IOException {
    return MAPPER.readValue(stored.toArray(), Object.class);
  }

  /**
   * The state that an earlier or the same version of the function stored.
   *
   * @throws IOException when the bytes do not decode, or a newer version of the function wrote them
   */
  public Object decode(int version, Bytes bytes) throws Exception {
    if (version < 1 || version > version()) {
      throw new IOException(
          "the stored state has version %d and this code knows 1 to %d: roll forward again"
              .formatted(version, version()));
    }
    var type = version == version() ? state : migrations.get(version - 1).getParameterTypes()[0];
    Object value = MAPPER.readValue(bytes.toArray(), type);
    for (var migration : migrations.subList(version - 1, migrations.size())) {
      value = upgrade(migration, value);
    }
    return value;
  }

  private Object upgrade(Method migration, Object older) throws Exception {
    try {
      return migration.invoke(instance, older);
    } catch (InvocationTargetException e) {
      throw HandlerMethod.thrownBy(e);
    }
  }
}
