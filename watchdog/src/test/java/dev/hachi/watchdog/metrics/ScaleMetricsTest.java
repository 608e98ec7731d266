package dev.hachi.watchdog.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.scaler.Ending;
import dev.hachi.openfaas.scaler.Reason;
import org.junit.jupiter.api.Test;

class ScaleMetricsTest {
  private final ScaleMetrics metrics = new ScaleMetrics();

  @Test
  void nothing_is_shown_while_nothing_is_watched() {
    assertThat(metrics.text()).isEmpty();
  }

  @Test
  void decisions_are_counted_by_their_reason_and_what_became_of_them() {
    var cart = metrics.of("cart");
    cart.ended(Reason.MEMORY, Ending.ACCEPTED);
    cart.ended(Reason.MEMORY, Ending.ACCEPTED);
    cart.ended(Reason.CALM, Ending.UNREACHABLE);

    assertThat(metrics.text())
        .contains(
            """
            # TYPE hachi_scale_decisions_total counter
            hachi_scale_decisions_total{function="cart",direction="up",reason="memory",outcome="accepted"} 2
            hachi_scale_decisions_total{function="cart",direction="down",reason="calm",outcome="unreachable"} 1
            """);
  }

  @Test
  void what_is_used_is_shown_by_the_one_who_decides() {
    var cart = metrics.of("cart");
    cart.leads(true);
    cart.saw(Reason.IN_FLIGHT, 0.625);
    assertThat(metrics.text())
        .contains("hachi_scale_leads{function=\"cart\"} 1\n")
        .contains("hachi_scale_use{function=\"cart\",reason=\"in_flight\"} 0.6250\n");

    cart.leads(false);

    assertThat(metrics.text())
        .contains("hachi_scale_leads{function=\"cart\"} 0\n")
        .doesNotContain("0.6250");
  }
}
