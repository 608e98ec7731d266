package dev.hachi.watchdog.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class SinkTest {
  private final Sink sink = new Sink();
  private final AtomicLong sum = new AtomicLong();

  @Test
  void what_came_early_is_handed_over_once() {
    sink.add(3);
    sink.add(3);
    sink.add(-1);

    sink.connect(this::take);
    sink.flush();

    assertThat(sum).hasValue(5);
  }

  @Test
  void nothing_is_lost_while_the_instrument_arrives() throws Exception {
    var half = new CountDownLatch(4 * 50_000);
    try (var threads = Executors.newFixedThreadPool(4)) {
      var adding = new ArrayList<Future<?>>();
      for (var i = 0; i < 4; i++) {
        adding.add(threads.submit(() -> add(100_000, half)));
      }
      half.await();
      sink.connect(this::take);
      for (var one : adding) {
        one.get();
      }
    }
    sink.flush();

    assertThat(sum).hasValue(400_000);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, -1, 255, 12_345, 999_999_999, 3_600_000_000_000L})
  void early_values_are_within_a_hundredth(long value) {
    assertThat((double) Sink.rounded(value))
        .isBetween(value - Math.abs(value) * 0.01, (double) value);
  }

  private void add(int times, CountDownLatch half) {
    for (var i = 0; i < times; i++) {
      sink.add(1);
      half.countDown();
    }
  }

  private void take(long value, long times) {
    sum.addAndGet(value * times);
  }
}
