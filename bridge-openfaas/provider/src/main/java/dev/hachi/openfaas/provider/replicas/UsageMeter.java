package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.FunctionStatus.Usage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What the replicas of one function use, from one look to the next. Thread-safe. */
final class UsageMeter {
  private static final double MILLIS_PER_SECOND = 1000;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final double KIB = 1024;

  private Map<Long, Double> cpuSeconds = Map.of();
  private long atNanos = System.nanoTime();
  private double lastCpu;

  /** Memory is 0 where the system has no {@code /proc}. */
  synchronized Usage look(List<Replica> replicas) {
    List<ProcessHandle> processes = replicas.stream().flatMap(Replica::processes).toList();
    double memory = processes.stream().mapToDouble(UsageMeter::memoryBytes).sum();
    long now = System.nanoTime();
    double seconds = (now - atNanos) / NANOS_PER_SECOND;
    // The clock of processes ticks each 10 ms: a look too soon would see nothing or far too much.
    if (seconds >= 1) {
      Map<Long, Double> cpu = new HashMap<>();
      processes.forEach(process -> cpu.put(process.pid(), cpuSeconds(process)));
      double used = 0;
      for (Map.Entry<Long, Double> one : cpu.entrySet()) {
        // Of one that is new nobody knows what it used before.
        used += one.getValue() - cpuSeconds.getOrDefault(one.getKey(), one.getValue());
      }
      lastCpu = Math.max(0, used / seconds * MILLIS_PER_SECOND);
      cpuSeconds = cpu;
      atNanos = now;
    }
    return new Usage(lastCpu, memory);
  }

  private static double cpuSeconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / NANOS_PER_SECOND;
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
