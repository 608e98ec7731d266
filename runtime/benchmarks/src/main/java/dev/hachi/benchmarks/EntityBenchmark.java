package dev.hachi.benchmarks;

import dev.hachi.function.Bytes;
import dev.hachi.function.Request;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.runtime.Functions;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Limits;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.Surroundings;
import dev.hachi.runtime.Telemetry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** From the router to the outcome and back, without HTTP; 64 invocations are on their way. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 4, time = 1)
public class EntityBenchmark {
  private static final int TOGETHER = 64;
  private static final int KEYS = 10_000;
  private static final Request FIVE = new Request("application/json", List.of(), Bytes.utf8("5"));

  private final Clock clock = Clock.systemUTC();
  private final FunctionRuntime runtime =
      FunctionRuntime.start(
          new Functions(null, Tally.class, List.of()),
          Limits.DEFAULT,
          Surroundings.alone(FunctionRuntime.MEMORY),
          clock,
          Telemetry.NONE);
  private final List<Address> addresses = new ArrayList<>();
  private long invocations;

  @Setup
  public void activate() {
    for (var key = 0; key < KEYS; key++) {
      addresses.add(new Address("benchmark", "tally", "key-" + key));
      send(addresses.getLast(), "add").toCompletableFuture().join();
    }
  }

  @TearDown
  public void stop() {
    runtime.close();
  }

  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public void addToOneOf10000Keys() {
    together(() -> send(anyAddress(), "add"));
  }

  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public void addToOneHotKey() {
    together(() -> send(addresses.getFirst(), "add"));
  }

  @Benchmark
  @OperationsPerInvocation(TOGETHER)
  public void getOneOf10000Keys() {
    together(() -> send(anyAddress(), "get"));
  }

  private Address anyAddress() {
    return addresses.get(ThreadLocalRandom.current().nextInt(KEYS));
  }

  private void together(Supplier<CompletionStage<Outcome>> send) {
    var outcomes = new ArrayList<CompletionStage<Outcome>>(TOGETHER);
    for (var i = 0; i < TOGETHER; i++) {
      outcomes.add(send.get());
    }
    for (var outcome : outcomes) {
      if (outcome.toCompletableFuture().join() instanceof Outcome.Failed failed) {
        throw new IllegalStateException(failed.toString());
      }
    }
  }

  private CompletionStage<Outcome> send(Address address, String handler) {
    var deadline = clock.instant().plus(Duration.ofSeconds(30));
    var id = Long.toString(invocations++);
    return runtime
        .router()
        .invoke(new Invocation(id, new Origin.Outside(false), address, handler, FIVE, deadline));
  }
}
