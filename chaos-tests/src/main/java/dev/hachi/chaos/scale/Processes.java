package dev.hachi.chaos.scale;

import dev.hachi.chaos.nemesis.Replica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Pattern;

/** What processes take, as the system counts it. */
public final class Processes {
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s+(\\d+) kB");

  private Processes() {}

  /** The time that all processors spent on it; zero when it is gone. */
  public static Duration cpu(Replica replica) {
    return ProcessHandle.of(replica.pid()).map(Processes::cpu).orElse(Duration.ZERO);
  }

  /** Of this process: the load. */
  static Duration ownCpu() {
    return cpu(ProcessHandle.current());
  }

  /** The time that all processors spent on it; zero when it is gone. */
  public static Duration cpu(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /** What it has in memory. */
  public static double residentBytes(long pid) throws IOException {
    var matcher = RESIDENT.matcher(Files.readString(Path.of("/proc/" + pid + "/status")));
    return matcher.find() ? Double.parseDouble(matcher.group(1)) * 1024 : 0;
  }
}
