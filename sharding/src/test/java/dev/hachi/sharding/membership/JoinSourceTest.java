package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JoinSourceTest {
  @Test
  void it_is_none_or_fixed_contact_points_or_a_dns_name() {
    assertThat(JoinSource.parse("none", 8081)).isEqualTo(new JoinSource.None());
    assertThat(JoinSource.parse("static:a.b:1,[::1]:65535,10.0.0.1:80", 8081))
        .isEqualTo(new JoinSource.Static(List.of("a.b:1", "[::1]:65535", "10.0.0.1:80")));
    assertThat(JoinSource.parse("dns:cart-peers.openfaas-fn.svc", 8081))
        .isEqualTo(new JoinSource.Dns("cart-peers.openfaas-fn.svc", 8081));
  }

  @Test
  void a_contact_point_named_twice_is_one() {
    assertThat(JoinSource.parse("static:a:1,a:1", 0))
        .isEqualTo(new JoinSource.Static(List.of("a:1")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "None",
        "static",
        "static:",
        "static:a",
        "static:a:0",
        "static:a:65536",
        "static:a:1,",
        "static:a:1, b:2",
        "static:::1:1",
        "static:a/b:1",
        "static:u@a:1",
        "dns:",
        "dns:a b",
        "dns:a:1",
        "k8s:x"
      })
  void anything_else_is_an_error_that_says_what_is_allowed(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JoinSource.parse(text, 8081))
        .withMessage(
            "hachi_join must be none, static:HOST:PORT,... or dns:NAME, was \"" + text + "\"");
  }

  @Test
  void it_may_not_name_too_many() {
    var many =
        IntStream.range(0, 65).mapToObj(n -> "h" + n + ":1").collect(Collectors.joining(","));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> JoinSource.parse("static:" + many, 8081))
        .withMessage("hachi_join may name 64 contact points, has 65");
  }
}
