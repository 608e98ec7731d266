package dev.hachi.watchdog;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells SIGINT from SIGTERM, which the JVM's shutdown hooks cannot. */
final class Interrupts {
  private static final Logger log = LoggerFactory.getLogger(Interrupts.class);

  private Interrupts() {}

  /**
   * Has SIGINT run {@code task} in the place of a drain.
   *
   * <p>By reflection: the compiler warns of these classes, for which the JDK has no other.
   */
  static void run(Runnable task) {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      Object handling =
          Proxy.newProxyInstance(
              handler.getClassLoader(),
              new Class<?>[] {handler},
              (proxy, method, args) -> {
                task.run();
                return null;
              });
      Object interrupt = signal.getConstructor(String.class).newInstance("INT");
      var _ = signal.getMethod("handle", signal, handler).invoke(null, interrupt, handling);
    } catch (ReflectiveOperationException | IllegalArgumentException e) {
      log.debug("SIGINT drains, as SIGTERM does", cause(e));
    }
  }

  private static Throwable cause(Exception e) {
    return e instanceof InvocationTargetException invoked ? invoked.getTargetException() : e;
  }
}
