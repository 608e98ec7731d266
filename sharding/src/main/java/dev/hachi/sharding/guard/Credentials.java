package dev.hachi.sharding.guard;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/**
 * What the files held when they were read: who this replica is, and whom it trusts. Immutable.
 *
 * @param from when the replica's certificate begins to be valid
 * @param until when it ends
 */
record Credentials(SSLContext context, Instant from, Instant until) {
  /** The JDK makes no tickets for sessions that last longer than these may: 7 days. */
  private static final int NO_TICKETS = (int) Duration.ofDays(8).toSeconds();

  /**
   * Those in {@code files}.
   *
   * @param name what certificates of the namespace carry
   * @throws IllegalArgumentException with one sentence when they cannot be used
   */
  static Credentials read(TlsFiles files, String name) {
    var chain = Pem.certificates(TlsFiles.CERT, files.cert());
    var key = Pem.key(TlsFiles.KEY, files.key());
    var authorities = Pem.certificates(TlsFiles.CA, files.ca());
    var own = chain.getFirst();
    try {
      if (!belongs(key, own)) {
        throw new IllegalArgumentException(
            "the key in %s, %s, is not that of the certificate in %s, %s; they must be replaced together"
                .formatted(TlsFiles.KEY, files.key(), TlsFiles.CERT, files.cert()));
      }
      var trust = new NamespaceTrust(name, authorities);
      checkOwn(files, trust, chain);
      return new Credentials(
          context(new OwnKey(key, chain), trust),
          own.getNotBefore().toInstant(),
          own.getNotAfter().toInstant());
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException(
          "the files of %s, %s and %s cannot be used: %s"
              .formatted(TlsFiles.CERT, TlsFiles.KEY, TlsFiles.CA, e.getMessage()),
          e);
    }
  }

  /** Whether what {@code key} signs is signed by the holder of {@code certificate}. */
  private static boolean belongs(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    var signature =
        Signature.getInstance(
            key.getAlgorithm().equals("EC") ? "SHA256withECDSA" : "SHA256withRSA");
    var probe = certificate.getTBSCertificate();
    signature.initSign(key);
    signature.update(probe);
    var signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(probe);
    return signature.verify(signed);
  }

  /** What no other replica would take must not begin to ask them. */
  private static void checkOwn(TlsFiles files, NamespaceTrust trust, List<X509Certificate> chain) {
    try {
      trust.check(chain);
    } catch (CertificateException e) {
      throw new IllegalArgumentException(
          "%s names %s, which no replica would accept: %s"
              .formatted(TlsFiles.CERT, files.cert(), e.getMessage()),
          e);
    }
  }

  /** Without tickets no connection goes without a look at the certificates. */
  private static SSLContext context(OwnKey key, NamespaceTrust trust)
      throws GeneralSecurityException {
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(new KeyManager[] {key}, new TrustManager[] {trust}, null);
    context.getServerSessionContext().setSessionTimeout(NO_TICKETS);
    context.getClientSessionContext().setSessionTimeout(NO_TICKETS);
    return context;
  }
}
