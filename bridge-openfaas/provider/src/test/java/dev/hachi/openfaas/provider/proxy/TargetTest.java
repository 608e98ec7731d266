package dev.hachi.openfaas.provider.proxy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TargetTest {
  @ParameterizedTest
  @CsvSource({
    "echo,echo.openfaas-fn,/",
    "echo/,echo.openfaas-fn,/",
    "echo.team/a%2Fb?x=1,echo.team,/a%2Fb?x=1",
    "echo?q=a/b,echo.openfaas-fn,/?q=a/b",
    "echo/../../system/functions,echo.openfaas-fn,/../../system/functions",
    "echo//a,echo.openfaas-fn,//a"
  })
  void a_path_names_a_function_and_what_to_ask_it(String text, String function, String rest) {
    var target = Target.of(text).orElseThrow();

    assertThat(target.function()).hasToString(function);
    assertThat(target.rest()).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "..", "../system", "%65cho", "a b", "Echo", "a.b.c", "-a", "."})
  void what_can_be_no_function_is_none(String text) {
    assertThat(Target.of(text)).isEmpty();
  }

  @Test
  void headers_of_one_connection_stay_there() {
    var passing =
        Passing.on(
            Map.of(
                "Connection", List.of("close, X-Hop"),
                "X-Hop", List.of("1"),
                "Transfer-Encoding", List.of("chunked"),
                "Authorization", List.of("Bearer x"),
                "X-Two", List.of("a", "b")));

    assertThat(passing)
        .isEqualTo(Map.of("Authorization", List.of("Bearer x"), "X-Two", List.of("a", "b")));
  }

  @Test
  void a_call_keeps_its_id_and_a_new_one_is_told_to_the_caller() {
    var own = CallHeaders.of(Map.of("X-call-id", List.of("c1")), "1.2.3.4:5", "h");
    var made = CallHeaders.of(Map.of(), "1.2.3.4:5", "h");

    assertThat(own.id()).isEqualTo("c1");
    assertThat(own.added()).containsOnlyKeys("X-Start-Time");
    assertThat(made.added()).containsEntry("X-Call-Id", made.id());
    assertThat(made.passing()).containsEntry("X-Forwarded-For", List.of("1.2.3.4:5"));
  }
}
