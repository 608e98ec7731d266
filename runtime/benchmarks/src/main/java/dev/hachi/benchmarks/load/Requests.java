package dev.hachi.benchmarks.load;

import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Requests one after another. */
@FunctionalInterface
public interface Requests {
  /** The next one; null when there are no more. */
  byte @Nullable [] next();

  /** Without an end, each for one of {@code keys} keys. */
  static Requests random(Call call, int keys) {
    var random = new SplittableRandom(1);
    return () -> call.request(random.nextInt(keys));
  }

  /** One for each key from the one number to the other. */
  static Requests each(Call call, int from, int to) {
    var next = new AtomicInteger(from);
    return () -> {
      var key = next.getAndIncrement();
      return key < to ? call.request(key) : null;
    };
  }
}
