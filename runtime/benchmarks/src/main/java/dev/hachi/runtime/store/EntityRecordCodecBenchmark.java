package dev.hachi.runtime.store;

import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.runtime.store.EntityRecord.Remembered;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The stored form of an entity; in this package because the codec is not for others. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 2, jvmArgsAppend = "-XX:+UseSerialGC")
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class EntityRecordCodecBenchmark {
  /** How many ids the entity remembers; 128 is the default's most. */
  @Param({"0", "128"})
  private int remembered;

  private EntityRecord record = EntityRecord.EMPTY;
  private byte[] encoded = {};

  @Setup
  public void prepare() {
    var reply = new Reply(200, "application/json", List.of(), Bytes.utf8("12345"));
    var ids =
        Stream.generate(() -> Remembered.of("add", UUID.randomUUID().toString(), 1L << 40, reply));
    record =
        new EntityRecord(
            1,
            Bytes.utf8("0123456789"),
            ids.limit(remembered).toList(),
            0,
            List.of(),
            List.of(),
            List.of(),
            List.of());
    encoded = EntityRecordCodec.encode(record);
  }

  @Benchmark
  public byte[] encode() {
    return EntityRecordCodec.encode(record);
  }

  @Benchmark
  public EntityRecord decode() {
    return EntityRecordCodec.decode(encoded);
  }
}
