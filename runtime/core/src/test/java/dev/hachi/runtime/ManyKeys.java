package dev.hachi.runtime;

import dev.hachi.function.Bytes;
import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.Request;
import dev.hachi.function.StatefulFunction;
import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Fills memory with keys and says what they cost; docs/benchmarks.md has the command. Ends with 1
 * when a key was refused or does not hold what was put into it.
 */
final class ManyKeys {
  private static final int IN_FLIGHT = 8;
  private static final int CHECK_EVERY = 50;
  private static final String NOTE = "n".repeat(80);

  /** About 100 bytes when it is encoded. */
  @StatefulFunction("many")
  static final class Many {
    record State(long value, String note) {}

    State initial(String key) {
      return new State(0, NOTE);
    }

    @Handler
    Effect<State, Long> add(State state, long amount) {
      var next = new State(state.value() + amount, state.note());
      return Effect.of(next).reply(next.value());
    }
  }

  private ManyKeys() {}

  public static void main(String[] args) {
    var keys = args.length == 0 ? 1_000_000 : Integer.parseInt(args[0]);
    var runtime =
        FunctionRuntime.start(
            new Functions(null, Many.class, List.of()),
            Limits.DEFAULT,
            Surroundings.alone(FunctionRuntime.MEMORY),
            Clock.systemUTC(),
            Telemetry.NONE);
    var before = used();
    var failed = addToEach(runtime, keys, 1, "1");
    var filled = used();
    failed += addToEach(runtime, keys, CHECK_EVERY, "2");
    System.out.printf(
        "%,d keys, %d wrong; heap %d MiB of %d MiB used, %d bytes a key%n",
        keys,
        failed,
        filled >> 20,
        Runtime.getRuntime().maxMemory() >> 20,
        (filled - before) / keys);
    runtime.close();
    System.exit(failed == 0 ? 0 : 1);
  }

  /** How many keys did not answer with the sum: 1 in the first round, 3 in the second. */
  private static int addToEach(FunctionRuntime runtime, int keys, int step, String amount) {
    var expected = amount.equals("1") ? "1" : "3";
    var free = new Semaphore(IN_FLIGHT);
    var wrong = new AtomicInteger();
    for (var i = 0; i < keys; i += step) {
      free.acquireUninterruptibly();
      var _ =
          runtime
              .router()
              .invoke(invocation(runtime, "customer-" + i, amount))
              .thenAccept(outcome -> {
                if (!RunningFunction.text(outcome).equals(expected)) {
                  wrong.incrementAndGet();
                }
                free.release();
              });
    }
    free.acquireUninterruptibly(IN_FLIGHT);
    return wrong.get();
  }

  private static Invocation invocation(FunctionRuntime runtime, String key, String amount) {
    return new Invocation(
        key,
        new Origin.Outside(false),
        new Address("openfaas-fn", runtime.function(), key),
        "add",
        new Request("application/json", List.of(), Bytes.utf8(amount)),
        Clock.systemUTC().instant().plus(Duration.ofMinutes(1)));
  }

  private static long used() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
