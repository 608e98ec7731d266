package dev.hachi.watchdog;

import java.util.List;

/**
 * The functions of one jar.
 *
 * @param main the one that answers HTTP
 * @param others all but {@code main}, by their names
 */
record Functions(Class<?> main, List<Class<?>> others) {
  Functions {
    others = List.copyOf(others);
  }
}
