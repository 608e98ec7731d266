package dev.hachi.watchdog.config;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whose tokens open the function.
 *
 * @param authority where the issuer tells its configuration, without a path
 * @param function the name that a token's permissions must match
 * @param namespace of the function; null for what the pod's service account says
 * @param debug whether issuer, keys and claims are logged
 */
public record JwtSettings(
    URI authority, String function, @Nullable String namespace, boolean debug) {
  private static final URI GATEWAY = URI.create("http://gateway.openfaas:8080");
  private static final URI LOCAL = URI.create("http://127.0.0.1:8000");
  private static final String ALLOWED =
      "the URL of a gateway, such as http://gateway.openfaas:8080";

  /** The settings; null when {@code jwt_auth} is off. */
  static @Nullable JwtSettings read(Variables vars, @Nullable String function) {
    boolean on = vars.flag("jwt_auth");
    boolean debug = vars.flag("jwt_auth_debug");
    URI usual = vars.flag("jwt_auth_local") ? LOCAL : GATEWAY;
    URI authority = vars.read("hachi_jwt_authority", usual, ALLOWED, JwtSettings::base);
    if (!on) {
      return null;
    }
    if (function == null) {
      vars.problem(
          "OPENFAAS_NAME is not set; jwt_auth checks whether a token is for that function");
    }
    String given = vars.text("hachi_namespace");
    String namespace = given == null ? vars.text("OPENFAAS_NAMESPACE") : given;
    return new JwtSettings(authority, function == null ? "" : function, namespace, debug);
  }

  private static Optional<URI> base(String value) {
    try {
      URI uri = new URI(value);
      boolean http = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean bare = "".equals(uri.getRawPath()) && uri.getRawQuery() == null;
      return Optional.of(uri).filter(u -> http && bare && u.getHost() != null);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }
}
