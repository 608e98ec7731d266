package dev.hachi.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The functions that one replica hosts. They reach each other by the names in their classes.
 *
 * @param name the name under which {@code main} is hosted, null for the one in its class
 * @param main the function that callers from outside mean
 * @param others functions that are reached by messages and asks only
 */
public record Functions(@Nullable String name, Class<?> main, List<Class<?>> others) {
  public Functions {
    others = List.copyOf(others);
  }
}
