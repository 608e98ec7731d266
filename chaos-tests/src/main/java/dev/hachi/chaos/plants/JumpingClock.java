package dev.hachi.chaos.plants;

import dev.hachi.chaos.plants.Edit.Way;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/**
 * The clock of a replica that is to be put forward and back: the system's, and as many milliseconds
 * more as a file says. Thread-safe.
 */
public final class JumpingClock extends Clock {
  /** What the agent is told to put it in place. */
  public static final String WORD = "jumping-clock";

  private static final String FILE = "clock";
  private static final long LOOK_EVERY = Duration.ofMillis(50).toNanos();

  static final Change CHANGE =
      new Change(
          "planted " + WORD,
          "the clock is that of the chaos tests",
          List.of(
              new Edit("dev.hachi.watchdog.WatchdogServer", "<init>", new Way.Jumps()),
              new Edit("dev.hachi.watchdog.PlainWatchdog", "<clinit>", new Way.Jumps())));

  private final Clock system = Clock.systemUTC();
  private final Path file;
  private volatile long looked = System.nanoTime() - LOOK_EVERY;
  private volatile long offset;

  private JumpingClock(Path file) {
    this.file = file;
  }

  /** What the product gets for the system's clock. */
  public static Clock ofThisProcess() {
    return new JumpingClock(in(Path.of(System.getenv("TMPDIR"))));
  }

  /** Puts the clock of the replica with this temporary folder forward, or back when negative. */
  public static void jump(Path temporary, Duration by) throws IOException {
    Files.writeString(in(temporary), Long.toString(by.toMillis()));
  }

  /** What the log of a replica has once its clock has jumped so. */
  public static String sign(Duration by) {
    return "the clock is " + by.toMillis() + " ms away from the system's";
  }

  private static Path in(Path temporary) {
    return temporary.resolve(FILE);
  }

  @Override
  public Instant instant() {
    var now = System.nanoTime();
    if (now - looked >= LOOK_EVERY) {
      looked = now;
      look();
    }
    return system.instant().plusMillis(offset);
  }

  private void look() {
    try {
      var text = Files.exists(file) ? Files.readString(file) : "";
      var next = text.isEmpty() ? offset : Long.parseLong(text);
      if (next != offset) {
        offset = next;
        System.err.println(sign(Duration.ofMillis(next)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public ZoneId getZone() {
    return system.getZone();
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("the product uses UTC only");
  }
}
