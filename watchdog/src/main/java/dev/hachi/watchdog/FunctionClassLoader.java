package dev.hachi.watchdog;

import java.net.URL;
import java.net.URLClassLoader;
import java.util.List;

/**
 * Loads a function with its own libraries.
 *
 * <p>It sees the JDK and the author's API and nothing else of ours, so that a function may bring
 * any version of any library, ours included.
 */
final class FunctionClassLoader extends URLClassLoader {
  static {
    registerAsParallelCapable();
  }

  FunctionClassLoader(List<URL> places) {
    super("function", places.toArray(URL[]::new), new Shared());
  }

  /** The classes that the function and the runtime must agree on. */
  private static final class Shared extends ClassLoader {
    static {
      registerAsParallelCapable();
    }

    private static final List<String> PACKAGES =
        List.of("dev.hachi.function.", "org.jspecify.", "com.fasterxml.jackson.annotation.");

    Shared() {
      super("shared", ClassLoader.getPlatformClassLoader());
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (PACKAGES.stream().anyMatch(name::startsWith)) {
        return Class.forName(name, false, FunctionClassLoader.class.getClassLoader());
      }
      throw new ClassNotFoundException(name);
    }
  }
}
