package dev.hachi.watchdog.jwt;

import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;

/** Who issues tokens, and the public keys that prove it. */
record Issuer(String name, JWKSet keys) {
  /** Whether a token may name {@code id} as its key. */
  boolean has(String id) {
    return keys.getKeyByKeyId(id) != null;
  }

  String keyIds() {
    return String.join(
        ", ", keys.getKeys().stream().map(JWK::getKeyID).map(String::valueOf).toList());
  }
}
