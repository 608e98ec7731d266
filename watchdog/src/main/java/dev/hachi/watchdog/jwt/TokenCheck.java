package dev.hachi.watchdog.jwt;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import java.text.ParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Decides whether a token is the issuer's, and in force. Thread-safe; never blocks. */
final class TokenCheck {
  private static final int SKEW_SECONDS = 1;
  // Signatures of key pairs only: a public key must never do as a shared secret.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private TokenCheck() {}

  /** A token is not what it should be; the message says why. */
  static final class BadTokenException extends Exception {
    private static final long serialVersionUID = 1;

    BadTokenException(String message) {
      super(message);
    }
  }

  /** The token in {@code text}, of which nothing is proven yet. */
  static SignedJWT parse(String text) throws BadTokenException {
    try {
      SignedJWT token = SignedJWT.parse(text);
      if (!ALGORITHMS.contains(token.getHeader().getAlgorithm())) {
        throw new BadTokenException("alg is " + token.getHeader().getAlgorithm());
      }
      if (token.getHeader().getKeyID() == null) {
        throw new BadTokenException("kid is missing");
      }
      return token;
    } catch (ParseException e) {
      throw new BadTokenException("it is no signed JWT: " + e.getMessage());
    }
  }

  /** What {@code token} permits, when {@code issuer} signed it for now. */
  static Permissions permissions(SignedJWT token, Issuer issuer) throws BadTokenException {
    try {
      if (!signed(token, issuer)) {
        throw new BadTokenException("no key of the issuer made its signature");
      }
      JWTClaimsSet claims = token.getJWTClaimsSet();
      claimsOf(issuer).verify(claims, null);
      Map<String, Object> function = claims.getJSONObjectClaim("function");
      return Permissions.of(function == null ? Map.of() : function);
    } catch (ParseException | BadJWTException | JOSEException | IllegalArgumentException e) {
      throw new BadTokenException(String.valueOf(e.getMessage()));
    }
  }

  /** Asks keys only whose id, type, use and curve are those of the token's header. */
  private static boolean signed(SignedJWT token, Issuer issuer) throws JOSEException {
    JWSHeader header = token.getHeader();
    List<JWK> keys = new JWKSelector(JWKMatcher.forJWSHeader(header)).select(issuer.keys());
    for (JWK key : keys) {
      if (key instanceof AsymmetricJWK pair
          && token.verify(
              new DefaultJWSVerifierFactory().createJWSVerifier(header, pair.toPublicKey()))) {
        return true;
      }
    }
    return false;
  }

  private static DefaultJWTClaimsVerifier<SecurityContext> claimsOf(Issuer issuer) {
    DefaultJWTClaimsVerifier<SecurityContext> claims =
        new DefaultJWTClaimsVerifier<>(
            issuer.name(),
            new JWTClaimsSet.Builder().issuer(issuer.name()).build(),
            Set.of("iss", "aud", "exp"));
    claims.setMaxClockSkew(SKEW_SECONDS);
    return claims;
  }
}
