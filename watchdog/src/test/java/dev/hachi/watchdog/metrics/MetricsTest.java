package dev.hachi.watchdog.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class MetricsTest {
  private final Metrics metrics = new Metrics();

  @Test
  void before_the_first_request_only_the_gauge_is_there() {
    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP http_requests_in_flight total HTTP requests in-flight
            # TYPE http_requests_in_flight gauge
            http_requests_in_flight 0
            """);
  }

  @Test
  void a_request_is_written_as_go_writes_it() {
    metrics.began();
    metrics.began();
    metrics.ended("POST", 200, 300_000_000);
    assertThat(metrics.text())
        .isEqualTo(
            """
            # HELP http_request_duration_seconds Seconds spent serving HTTP requests.
            # TYPE http_request_duration_seconds histogram
            http_request_duration_seconds_bucket{code="200",method="post",le="0.005"} 0
            http_request_duration_seconds_bucket{code="200",method="post",le="0.01"} 0
            http_request_duration_seconds_bucket{code="200",method="post",le="0.025"} 0
            http_request_duration_seconds_bucket{code="200",method="post",le="0.05"} 0
            http_request_duration_seconds_bucket{code="200",method="post",le="0.1"} 0
            http_request_duration_seconds_bucket{code="200",method="post",le="0.25"} 0
            http_request_duration_seconds_bucket{code="200",method="post",le="0.5"} 1
            http_request_duration_seconds_bucket{code="200",method="post",le="1"} 1
            http_request_duration_seconds_bucket{code="200",method="post",le="2.5"} 1
            http_request_duration_seconds_bucket{code="200",method="post",le="5"} 1
            http_request_duration_seconds_bucket{code="200",method="post",le="10"} 1
            http_request_duration_seconds_bucket{code="200",method="post",le="+Inf"} 1
            http_request_duration_seconds_sum{code="200",method="post"} 0.3
            http_request_duration_seconds_count{code="200",method="post"} 1
            # HELP http_requests_in_flight total HTTP requests in-flight
            # TYPE http_requests_in_flight gauge
            http_requests_in_flight 1
            # HELP http_requests_total total HTTP requests processed
            # TYPE http_requests_total counter
            http_requests_total{code="200",method="post"} 1
            """);
  }

  @Test
  void an_invented_method_is_unknown() {
    metrics.observe("BREW", 404, 1);
    assertThat(metrics.text()).contains("http_requests_total{code=\"404\",method=\"unknown\"} 1");
  }

  @Test
  void small_sums_have_gos_exponent() {
    assertThat(Series.goFloat(0.00005)).isEqualTo("5e-05");
    assertThat(Series.goFloat(2.0)).isEqualTo("2");
  }
}
