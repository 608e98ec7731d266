package dev.hachi.sharding.guard;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Trusts certificates of some CAs that are valid now and carry the name of the namespace. Hosts
 * have no say: replicas come and go, and their addresses with them. Thread-safe.
 */
final class NamespaceTrust extends X509ExtendedTrustManager {
  private static final int DNS_NAME = 2;

  private interface Check {
    void run() throws CertificateException;
  }

  private final String name;
  private final X509ExtendedTrustManager trust;

  /**
   * @param name what must be among a certificate's alternative names of kind DNS
   */
  NamespaceTrust(String name, List<X509Certificate> authorities) throws GeneralSecurityException {
    this.name = name;
    this.trust = trustIn(authorities);
  }

  private static X509ExtendedTrustManager trustIn(List<X509Certificate> authorities)
      throws GeneralSecurityException {
    var known = KeyStore.getInstance("PKCS12");
    try {
      known.load(null, null);
    } catch (IOException e) {
      throw new GeneralSecurityException(e);
    }
    for (var authority : authorities) {
      known.setCertificateEntry("ca" + known.size(), authority);
    }
    var factory = TrustManagerFactory.getInstance("PKIX");
    factory.init(known);
    for (var manager : factory.getTrustManagers()) {
      if (manager instanceof X509ExtendedTrustManager found) {
        return found;
      }
    }
    throw new GeneralSecurityException("this JVM checks no certificates");
  }

  /** Whether a replica with {@code chain} may connect, and be connected to. */
  void check(List<X509Certificate> chain) throws CertificateException {
    var shown = chain.toArray(X509Certificate[]::new);
    var keyType = chain.getFirst().getPublicKey().getAlgorithm();
    checkClientTrusted(shown, keyType);
    checkServerTrusted(shown, "UNKNOWN"); // as TLS 1.3 has it, where no cipher suite names a key
  }

  private void check(X509Certificate[] chain, Check byAuthority) throws CertificateException {
    var certificate = chain[0];
    try {
      certificate.checkValidity();
      byAuthority.run();
    } catch (CertificateExpiredException e) {
      throw new CertificateException(
          "its certificate expired at " + certificate.getNotAfter().toInstant(), e);
    } catch (CertificateNotYetValidException e) {
      throw new CertificateException(
          "its certificate is not valid before " + certificate.getNotBefore().toInstant(), e);
    } catch (CertificateException e) {
      throw new CertificateException(
          "its certificate is not one that the CA in %s vouches for (%s)"
              .formatted(TlsFiles.CA, e.getMessage()),
          e);
    }
    var names = names(certificate);
    if (!names.contains(name)) {
      throw new CertificateException(
          "its certificate is for %s and not for %s, the name of this namespace"
              .formatted(names, name));
    }
  }

  private static Set<String> names(X509Certificate certificate) throws CertificateException {
    var names = new TreeSet<String>();
    var all = certificate.getSubjectAlternativeNames();
    if (all != null) {
      for (var one : all) {
        if (Objects.equals(one.getFirst(), DNS_NAME)) {
          names.add((String) one.getLast());
        }
      }
    }
    return names;
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, () -> trust.checkClientTrusted(chain, type));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
      throws CertificateException {
    check(chain, () -> trust.checkClientTrusted(chain, type, socket));
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
      throws CertificateException {
    check(chain, () -> trust.checkClientTrusted(chain, type, engine));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
    check(chain, () -> trust.checkServerTrusted(chain, type));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable Socket socket)
      throws CertificateException {
    check(chain, () -> trust.checkServerTrusted(chain, type, socket));
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type, @Nullable SSLEngine engine)
      throws CertificateException {
    check(chain, () -> trust.checkServerTrusted(chain, type, engine));
  }

  /** To tell the other side would say whom it has to imitate; it knows its own CA. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
