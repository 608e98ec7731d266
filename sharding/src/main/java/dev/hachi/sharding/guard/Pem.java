package dev.hachi.sharding.guard;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;

/** Reads PEM files. Each failure is an IllegalArgumentException whose message is one sentence. */
final class Pem {
  private static final int BYTES_MAX = 1 << 20;
  private static final List<String> ALGORITHMS = List.of("EC", "RSA");
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([A-Za-z0-9+/=\\s]+)-----END PRIVATE KEY-----");

  private Pem() {}

  /** All certificates in {@code file}, of which there is at least one. */
  static List<X509Certificate> certificates(String variable, Path file) {
    try {
      var factory = CertificateFactory.getInstance("X.509");
      var found =
          factory.generateCertificates(new ByteArrayInputStream(content(variable, file))).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (!found.isEmpty()) {
        return found;
      }
    } catch (CertificateException e) {
      throw new IllegalArgumentException(noCertificate(variable, file), e);
    }
    throw new IllegalArgumentException(noCertificate(variable, file));
  }

  private static String noCertificate(String variable, Path file) {
    return variable + " must name a PEM file with certificates, and " + file + " is none";
  }

  /** The key in {@code file}. Nothing of the key is in the message of a failure, nor its cause. */
  static PrivateKey key(String variable, Path file) {
    var matcher = KEY.matcher(new String(content(variable, file), StandardCharsets.ISO_8859_1));
    if (matcher.find()) {
      for (var algorithm : ALGORITHMS) {
        try {
          var encoded = Base64.getMimeDecoder().decode(matcher.group(1));
          return KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
          // It may be of the other one.
        }
      }
    }
    throw new IllegalArgumentException(
        "%s must name a PEM file with an EC or RSA key in PKCS#8 without a password, which begins with -----BEGIN PRIVATE KEY-----, and %s is none; \"openssl pkcs8 -topk8 -nocrypt\" makes one"
            .formatted(variable, file));
  }

  private static byte[] content(String variable, Path file) {
    try (var in = Files.newInputStream(file)) {
      return in.readNBytes(BYTES_MAX);
    } catch (IOException e) {
      throw new IllegalArgumentException(
          "%s names %s, which cannot be read: %s"
              .formatted(variable, file, e.getClass().getSimpleName()),
          e);
    }
  }
}
