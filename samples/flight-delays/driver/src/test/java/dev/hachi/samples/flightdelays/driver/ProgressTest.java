package dev.hachi.samples.flightdelays.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final AtomicLong now = new AtomicLong(7);

  @Test
  void without_a_terminal_there_is_a_line_each_second_and_one_at_the_end() {
    var progress = progress(false);

    for (var flight = 0; flight < 1_000; flight++) {
      now.addAndGet(Duration.ofMillis(3).toNanos());
      progress.step();
    }
    progress.finish();

    assertThat(bytes.toString(StandardCharsets.UTF_8).lines())
        .containsExactly(
            " 33%  334 of 1,000 flights  333/s  2 s left",
            " 66%  668 of 1,000 flights  333/s  1 s left",
            "100%  1,000 of 1,000 flights  333/s  in 3.0 s");
  }

  @Test
  void on_a_terminal_a_bar_is_drawn_over_itself() {
    var progress = progress(true);

    for (var flight = 0; flight < 500; flight++) {
      progress.step();
    }
    now.addAndGet(Duration.ofSeconds(1).toNanos());
    progress.step();

    assertThat(bytes.toString(StandardCharsets.UTF_8))
        .isEqualTo(
            "\r[###############---------------]  50%  501 of 1,000 flights  501/s  1 s left\u001b[K");
  }

  private Progress progress(boolean terminal) {
    var out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    return new Progress(out, terminal, 1_000, now::get);
  }
}
