package dev.hachi.benchmarks;

import dev.hachi.function.Bytes;
import dev.hachi.function.Call;
import dev.hachi.function.Caller;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import dev.hachi.function.Request;
import dev.hachi.runtime.function.FunctionDefinition;
import dev.hachi.runtime.function.HandlerMethod;
import dev.hachi.runtime.function.StateCodec;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What is done with the author's class: run a handler, encode and decode its state. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class FunctionBenchmark {
  private static final Request FIVE = new Request("application/json", List.of(), Bytes.utf8("5"));
  private static final Context CONTEXT =
      new NoContext("alice", "id-1", Instant.MAX, Clock.systemUTC());

  private final FunctionDefinition tally = FunctionDefinition.of(Tally.class);
  private final HandlerMethod add = Objects.requireNonNull(tally.handler("add"));
  private final StateCodec numbers = tally.states();
  private final StateCodec baskets = FunctionDefinition.of(Basket.class).states();
  private final Tally.State number = new Tally().initial();
  private final Basket.State basket = new Basket().initial();
  private Bytes encodedNumber = Bytes.EMPTY;
  private Bytes encodedBasket = Bytes.EMPTY;

  @Setup
  public void encode() throws IOException {
    encodedNumber = numbers.encode(number);
    encodedBasket = baskets.encode(basket);
  }

  @Benchmark
  public Effect<?, ?> runHandler() throws Exception {
    return add.run(number, FIVE, CONTEXT);
  }

  @Benchmark
  public Bytes encodeNumber() throws IOException {
    return numbers.encode(number);
  }

  @Benchmark
  public Object decodeNumber() throws Exception {
    return numbers.decode(1, encodedNumber);
  }

  @Benchmark
  public Bytes encodeBasket() throws IOException {
    return baskets.encode(basket);
  }

  @Benchmark
  public Object decodeBasket() throws Exception {
    return baskets.decode(1, encodedBasket);
  }

  /** The handler takes no context, so nobody asks it. */
  private record NoContext(String key, String invocationId, Instant deadline, Clock clock)
      implements Context {
    @Override
    public Optional<Caller> caller() {
      return Optional.empty();
    }

    @Override
    public <R extends @Nullable Object> R ask(Call<R> call) {
      throw new UnsupportedOperationException("a benchmark reaches no other entity");
    }
  }
}
