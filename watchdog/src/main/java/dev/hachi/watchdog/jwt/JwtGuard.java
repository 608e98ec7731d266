package dev.hachi.watchdog.jwt;

import com.nimbusds.jwt.SignedJWT;
import dev.hachi.watchdog.config.JwtSettings;
import dev.hachi.watchdog.jwt.TokenCheck.BadTokenException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets requests pass that carry a token for this function. Thread-safe; never blocks. */
public final class JwtGuard {
  private static final Logger log = LoggerFactory.getLogger(JwtGuard.class);
  private static final Path NAMESPACE =
      Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");
  private static final String SCHEME = "Bearer ";
  private static final int TOKEN_MAX = 16 * 1024;

  private final JwtSettings settings;
  private final String function;
  private final IssuerKeys keys;

  private JwtGuard(JwtSettings settings, String function, IssuerKeys keys) {
    this.settings = settings;
    this.function = function;
    this.keys = keys;
  }

  /**
   * A guard that knows the issuer's keys.
   *
   * @throws IOException with one sentence, when these cannot be had
   */
  public static JwtGuard start(JwtSettings settings) throws IOException, InterruptedException {
    return start(settings, Duration.ofSeconds(10));
  }

  /** A guard that asks for keys it does not know once in {@code pause}. */
  static JwtGuard start(JwtSettings settings, Duration pause)
      throws IOException, InterruptedException {
    String namespace = settings.namespace();
    if (namespace == null) {
      namespace = ownNamespace();
    }
    IssuerKeys keys = IssuerKeys.fetch(new IssuerClient(settings.authority()), pause);
    JwtGuard guard = new JwtGuard(settings, namespace + ":" + settings.function(), keys);
    guard.debug("Issuer: " + keys.known().name() + ", keys: " + keys.known().keyIds());
    return guard;
  }

  private static String ownNamespace() throws IOException {
    try {
      return Files.readString(NAMESPACE).strip();
    } catch (IOException e) {
      throw new IOException(
          "OPENFAAS_NAMESPACE is not set and " + NAMESPACE + " is not there; jwt_auth needs it", e);
    }
  }

  /** Whether a request with that header may pass; logs when not. */
  public CompletionStage<Verdict> check(String method, String path, String authorization) {
    long start = System.nanoTime();
    return verdict(authorization, start)
        .thenApply(verdict -> {
          if (verdict instanceof Verdict.Refused(int status, String why, String detail)) {
            log.info("{} {} - {} ACCESS DENIED - {} ({})", method, path, status, why, detail);
          }
          return verdict;
        });
  }

  private CompletionStage<Verdict> verdict(String authorization, long start) {
    Optional<String> bearer = bearer(authorization);
    if (bearer.isEmpty()) {
      return done(unauthorized("Bearer must be present in Authorization header", "none"));
    }
    try {
      SignedJWT token = TokenCheck.parse(bearer.get());
      return keys.with(token.getHeader().getKeyID())
          .thenApply(issuer -> verdict(token, issuer, start));
    } catch (BadTokenException e) {
      return done(unverified(e));
    }
  }

  private Verdict verdict(SignedJWT token, Issuer issuer, long start) {
    try {
      Permissions permissions = TokenCheck.permissions(token, issuer);
      debug("Token: " + permissions);
      return permissions.open(function)
          ? new Verdict.Allowed(System.nanoTime() - start)
          : new Verdict.Refused(403, "insufficient permissions", "not for " + function);
    } catch (BadTokenException e) {
      return unverified(e);
    }
  }

  private static Optional<String> bearer(String header) {
    return Optional.of(header)
        .filter(h -> h.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(h -> h.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty() && token.length() <= TOKEN_MAX);
  }

  /** The caller hears no reason: it would help who tries. */
  private static Verdict unverified(BadTokenException why) {
    return unauthorized("failed to verify JWT token", String.valueOf(why.getMessage()));
  }

  private static Verdict unauthorized(String why, String detail) {
    return new Verdict.Refused(401, why, detail);
  }

  private static CompletionStage<Verdict> done(Verdict verdict) {
    return CompletableFuture.completedStage(verdict);
  }

  private void debug(String text) {
    if (settings.debug()) {
      log.info("[JWT Auth] {}", text);
    }
  }
}
