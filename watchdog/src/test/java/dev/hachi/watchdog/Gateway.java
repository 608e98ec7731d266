package dev.hachi.watchdog;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.JWSSigner;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A gateway that issues tokens, as far as a watchdog sees of it. */
public final class Gateway implements AutoCloseable {
  public final ECKey ec;
  public final RSAKey rsa;
  public final AtomicInteger keysAsked = new AtomicInteger();
  private final HttpServer server;
  private volatile List<JWK> published;

  /** Starts one. */
  public Gateway() throws IOException, JOSEException {
    ec = new ECKeyGenerator(Curve.P_256).keyID("ec").generate();
    rsa = new RSAKeyGenerator(2048).keyID("rsa").generate();
    published = List.of(ec, rsa);
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/.well-known/openid-configuration",
        exchange ->
            answer(
                exchange, "{\"issuer\":\"%s\",\"jwks_uri\":\"%s/keys\"}".formatted(url(), url())));
    server.createContext(
        "/keys",
        exchange -> {
          keysAsked.incrementAndGet();
          answer(exchange, new JWKSet(published).toString());
        });
    server.start();
  }

  private static void answer(HttpExchange exchange, String text) throws IOException {
    try (exchange) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  /** From now on it shows these keys. */
  public void publish(JWK... keys) {
    published = List.of(keys);
  }

  /** Where it listens. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** The variables of a watchdog that asks this gateway. */
  String[] variables(String... more) {
    var all = new ArrayList<>(List.of(more));
    all.addAll(List.of("jwt_auth=true", "hachi_jwt_authority=" + url()));
    all.addAll(List.of("OPENFAAS_NAME=cart", "OPENFAAS_NAMESPACE=openfaas-fn"));
    return all.toArray(String[]::new);
  }

  /** The claims of a good token. */
  public JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(url())
        .audience(url())
        .subject("somebody")
        .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))))
        .claim("function", Map.of("permissions", List.of("openfaas-fn:*")));
  }

  /** A good token, but for its claims. */
  public String token(JWTClaimsSet.Builder claims) throws JOSEException {
    return token(JWSAlgorithm.ES256, ec, claims);
  }

  /** A token of {@code key}. */
  public static String token(JWSAlgorithm algorithm, JWK key, JWTClaimsSet.Builder claims)
      throws JOSEException {
    JWSHeader header =
        new JWSHeader.Builder(algorithm).type(JOSEObjectType.JWT).keyID(key.getKeyID()).build();
    SignedJWT token = new SignedJWT(header, claims.build());
    token.sign(signer(key));
    return token.serialize();
  }

  private static JWSSigner signer(JWK key) throws JOSEException {
    return key instanceof RSAKey rsaKey ? new RSASSASigner(rsaKey) : new ECDSASigner(key.toECKey());
  }

  /** Signed with a public key as if it were a shared secret. */
  String confused() throws JOSEException {
    JWSHeader header = new JWSHeader.Builder(JWSAlgorithm.HS256).keyID("rsa").build();
    SignedJWT token = new SignedJWT(header, claims().build());
    token.sign(new MACSigner(rsa.toRSAPublicKey().getEncoded()));
    return token.serialize();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
