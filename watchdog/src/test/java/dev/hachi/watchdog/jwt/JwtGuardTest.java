package dev.hachi.watchdog.jwt;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import dev.hachi.watchdog.Gateway;
import dev.hachi.watchdog.config.JwtSettings;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class JwtGuardTest {
  @Test
  void a_new_key_of_the_issuer_is_found_and_an_old_one_forgotten() throws Exception {
    try (var gateway = new Gateway()) {
      var guard = start(gateway);
      var old = gateway.token(gateway.claims());
      var next = new ECKeyGenerator(Curve.P_384).keyID("next").generate();
      gateway.publish(next);

      var token = Gateway.token(JWSAlgorithm.ES384, next, gateway.claims());
      assertThat(check(guard, token)).isInstanceOf(Verdict.Allowed.class);
      assertThat(check(guard, old)).isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void a_key_of_the_same_id_but_another_curve_or_type_opens_nothing() throws Exception {
    try (var gateway = new Gateway()) {
      var guard = start(gateway);
      var curve = new ECKeyGenerator(Curve.P_384).keyID("ec").generate();
      var type = new ECKeyGenerator(Curve.P_256).keyID("rsa").generate();

      assertThat(check(guard, Gateway.token(JWSAlgorithm.ES384, curve, gateway.claims())))
          .isInstanceOf(Verdict.Refused.class);
      assertThat(check(guard, Gateway.token(JWSAlgorithm.ES256, type, gateway.claims())))
          .isInstanceOf(Verdict.Refused.class);
    }
  }

  @Test
  void what_was_known_goes_on_while_the_issuer_is_away() throws Exception {
    var gateway = new Gateway();
    var guard = start(gateway);
    gateway.close();
    var stranger = new ECKeyGenerator(Curve.P_256).keyID("next").generate();

    var token = Gateway.token(JWSAlgorithm.ES256, stranger, gateway.claims());
    assertThat(check(guard, token)).isInstanceOf(Verdict.Refused.class);
    assertThat(check(guard, gateway.token(gateway.claims()))).isInstanceOf(Verdict.Allowed.class);
  }

  @ParameterizedTest
  @CsvSource({
    "*, fn:a, true",
    "fn:*, fn:a, true",
    "fn:a, fn:a, true",
    "*:a, fn:a, true",
    "f*:*a*, fn:bab, true",
    "fn:a*, fn:a, true",
    "**, fn:a, true",
    "fn:a, fn:ab, false",
    "fn:a, xfn:a, false",
    "fn:*b, fn:ba, false",
    "fn.a, fn:a, false",
    "'', fn:a, false"
  })
  void a_pattern_is_for_the_whole_name(String pattern, String name, boolean matches) {
    assertThat(Permissions.matches(pattern, name)).isEqualTo(matches);
  }

  private static JwtGuard start(Gateway gateway) throws Exception {
    var settings = new JwtSettings(URI.create(gateway.url()), "cart", "openfaas-fn", true);
    return JwtGuard.start(settings, Duration.ZERO);
  }

  private static Verdict check(JwtGuard guard, String token) {
    return guard.check("GET", "/", "Bearer " + token).toCompletableFuture().join();
  }
}
