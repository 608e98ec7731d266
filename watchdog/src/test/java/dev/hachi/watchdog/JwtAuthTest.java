package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.Hosted;
import java.io.IOException;
import java.time.Instant;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** With {@code jwt_auth} a function is reached by who has a token for it, and by nobody else. */
final class JwtAuthTest {
  private Gateway gateway;
  private TestUpstream function;
  private PlainFixture fixture;

  @BeforeEach
  void start() throws IOException, JOSEException {
    gateway = new Gateway();
    function = new TestUpstream();
    fixture =
        PlainFixture.start(
            gateway.variables(
                "mode=http", "fprocess=cat", "ready_path=/", "upstream_url=" + function.url()));
  }

  @AfterEach
  void end() throws IOException {
    fixture.close();
    function.close();
    gateway.close();
  }

  /** Makes a token. */
  @FunctionalInterface
  interface Maker {
    String token(Gateway gateway) throws JOSEException;
  }

  static Stream<Maker> good() {
    return Stream.of(
        gateway -> gateway.token(gateway.claims()),
        gateway -> Gateway.token(JWSAlgorithm.RS256, gateway.rsa, gateway.claims()),
        gateway -> Gateway.token(JWSAlgorithm.PS512, gateway.rsa, gateway.claims()),
        gateway -> gateway.token(gateway.claims().audience(List.of("other", gateway.url()))),
        gateway -> gateway.token(function(gateway, List.of("openfaas-fn:cart"), List.of())),
        gateway -> gateway.token(function(gateway, List.of("*"), List.of("openfaas-fn:c*t"))));
  }

  @ParameterizedTest
  @MethodSource
  void good(Maker maker) throws Exception {
    var answer = call("POST", "Bearer " + maker.token(gateway));

    assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("ok");
    assertThat(function.requests.element())
        .containsPattern("\r\nX-Auth-Seconds: \\d\\.\\d{6}\r\n")
        .endsWith("body");
  }

  static Stream<Maker> wrong() {
    return Stream.of(
        gateway -> "rubbish",
        gateway -> "a.b.c",
        gateway -> new PlainJWT(gateway.claims().build()).serialize(),
        gateway -> new PlainJWT(gateway.claims().build()).serialize() + "c2ln",
        Gateway::confused,
        gateway -> gateway.token(gateway.claims().expirationTime(ago(5))),
        gateway -> gateway.token(gateway.claims().expirationTime(null)),
        gateway -> gateway.token(gateway.claims().notBeforeTime(ago(-60))),
        gateway -> gateway.token(gateway.claims().issuer("http://other")),
        gateway -> gateway.token(gateway.claims().issuer(null)),
        gateway -> gateway.token(gateway.claims().audience("http://other")),
        gateway -> gateway.token(gateway.claims().audience((String) null)),
        gateway -> gateway.token(gateway.claims().claim("function", "all")),
        gateway -> gateway.token(gateway.claims().claim("function", Map.of("permissions", "*"))),
        gateway -> stranger(gateway, "ec"),
        gateway -> stranger(gateway, "unknown"),
        gateway -> stranger(gateway, null),
        gateway -> gateway.token(gateway.claims()) + "AA",
        gateway -> "x".repeat(20_000));
  }

  @ParameterizedTest
  @MethodSource
  void wrong(Maker maker) throws Exception {
    var answer = call("POST", "Bearer " + maker.token(gateway));

    assertThat(answer)
        .startsWith("HTTP/1.1 401 ")
        .contains(
            "\r\nWww-Authenticate: Bearer realm=IAM function invoke\r\n",
            "\r\nX-Openfaas-Internal: faas-middleware\r\n",
            "\r\nContent-Type: text/plain; charset=utf-8\r\n");
    assertThat(function.requests).isEmpty();
  }

  static Stream<Maker> forOthers() {
    return Stream.of(
        gateway -> gateway.token(gateway.claims().claim("function", null)),
        gateway -> gateway.token(function(gateway, List.of(), List.of())),
        gateway -> gateway.token(function(gateway, List.of("openfaas-fn:car"), List.of())),
        gateway ->
            gateway.token(function(gateway, List.of("fn:cart", "penfaas-fn:cart"), List.of())),
        gateway -> gateway.token(function(gateway, List.of("openfaas-fn.cart"), List.of())),
        gateway -> gateway.token(function(gateway, List.of("*"), List.of("openfaas-fn:other"))));
  }

  @ParameterizedTest
  @MethodSource
  void forOthers(Maker maker) throws Exception {
    assertThat(call("GET", "Bearer " + maker.token(gateway)))
        .startsWith("HTTP/1.1 403 ")
        .contains("\r\nX-Openfaas-Internal: faas-middleware\r\n")
        .endsWith("\r\n\r\ninsufficient permissions\n");
    assertThat(function.requests).isEmpty();
  }

  @Test
  void a_token_needs_its_scheme_and_probes_need_no_token() throws Exception {
    var token = gateway.token(gateway.claims());

    assertThat(fixture.get("/"))
        .startsWith("HTTP/1.1 401 ")
        .endsWith("\r\n\r\nBearer must be present in Authorization header\n");
    assertThat(call("GET", token)).startsWith("HTTP/1.1 401 ");
    assertThat(call("GET", "Basic " + token)).startsWith("HTTP/1.1 401 ");
    assertThat(call("GET", "bearer " + token)).startsWith("HTTP/1.1 200 ");
    assertThat(fixture.get("/_/health")).startsWith("HTTP/1.1 200 ");
    assertThat(fixture.get("/_/ready")).startsWith("HTTP/1.1 200 ").endsWith("ok");
  }

  @Test
  void the_function_cannot_be_told_a_false_duration() throws Exception {
    var good = "Authorization: Bearer " + gateway.token(gateway.claims());
    fixture.get("/", good, "X-Auth-Seconds: 9", "x-auth-seconds: 8");

    assertThat(function.requests.element()).doesNotContain("econds: 9", "econds: 8");
  }

  @Test
  void strangers_keys_do_not_make_the_watchdog_ask_for_each() throws Exception {
    for (var i = 0; i < 20; i++) {
      call("GET", "Bearer " + stranger(gateway, "unknown-" + i));
    }

    assertThat(gateway.keysAsked).hasValue(1);
  }

  @Test
  void mode_actor_asks_for_a_token_too() throws Exception {
    Map<String, String> env = new HashMap<>(Map.of("mode", "actor", "healthcheck_interval", "0"));
    env.putAll(Map.of("port", "0", "metrics_port", "0"));
    for (var variable : gateway.variables()) {
      var parts = variable.split("=", 2);
      env.put(parts[0], parts[1]);
    }
    try (var server = WatchdogServer.listen(WatchdogConfig.of(env), () -> {})) {
      server.serve(new Hosted("cart", new TestRouter()));
      var head = "GET /a/get HTTP/1.1\r\nHost: h\r\nConnection: close\r\n";
      var good = "Authorization: Bearer " + gateway.token(gateway.claims()) + "\r\n";

      assertThat(Raw.exchange(server.port(), head + "\r\n")).startsWith("HTTP/1.1 401 ");
      assertThat(Raw.exchange(server.port(), head + good + "\r\n")).startsWith("HTTP/1.1 200 ");
    }
  }

  @Test
  void without_the_issuer_nothing_starts() {
    gateway.close();

    assertThatThrownBy(
            () -> PlainFixture.start(gateway.variables("mode=static", "static_path=/tmp")))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("jwt_auth is on, and " + gateway.url());
  }

  private String call(String method, String authorization) throws IOException {
    return fixture.exchange(method, "/", "body", "Authorization: " + authorization);
  }

  private static String stranger(Gateway gateway, @Nullable String keyId) throws JOSEException {
    var key = new ECKeyGenerator(Curve.P_256).keyID(keyId).generate();
    return Gateway.token(JWSAlgorithm.ES256, key, gateway.claims());
  }

  private static JWTClaimsSet.Builder function(
      Gateway gateway, List<String> permissions, List<String> audience) {
    return gateway
        .claims()
        .claim("function", Map.of("permissions", permissions, "audience", audience));
  }

  private static Date ago(int seconds) {
    return Date.from(Instant.now().minusSeconds(seconds));
  }
}
