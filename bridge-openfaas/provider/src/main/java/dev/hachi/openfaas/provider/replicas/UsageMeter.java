package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.FunctionStatus.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** What the replicas of one function use, from one look to the next. Not thread-safe. */
final class UsageMeter {
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double KIB = 1024;

  private double cpuSeconds;
  private long atNanos = System.nanoTime();
  private double lastCpu;

  /** Memory is 0 where the system has no {@code /proc}. */
  Usage look(List<Replica> replicas) {
    List<ProcessHandle> processes =
        replicas.stream()
            .map(Replica::process)
            .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
            .toList();
    double memory = processes.stream().mapToDouble(UsageMeter::memoryBytes).sum();
    double cpu =
        processes.stream()
            .map(process -> process.info().totalCpuDuration().orElse(Duration.ZERO))
            .mapToDouble(time -> time.toNanos() / 1e9)
            .sum();
    long now = System.nanoTime();
    double seconds = (now - atNanos) / 1e9;
    // The clock of processes ticks each 10 ms: a look too soon would see nothing or far too much.
    if (seconds >= 1) {
      lastCpu = Math.max(0, (cpu - cpuSeconds) / seconds * MILLIS_PER_SECOND);
      cpuSeconds = cpu;
      atNanos = now;
    }
    return new Usage(lastCpu, memory);
  }

  private static double memoryBytes(ProcessHandle process) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToDouble(line -> Double.parseDouble(line.replaceAll("\\D", "")) * KIB)
          .sum();
    } catch (IOException | UncheckedIOException e) {
      return 0; // It has just ended.
    }
  }
}
