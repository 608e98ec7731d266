package dev.hachi.sharding.guard;

import java.nio.file.Path;

/**
 * Where a replica's credentials are: PEM files, which may be replaced while it runs.
 *
 * @param cert its certificate, and those between it and the CA, if any
 * @param key the private key of the certificate: PKCS#8, EC or RSA, without a password
 * @param ca the certificates that those of other replicas must stem from; one or more
 */
public record TlsFiles(Path cert, Path key, Path ca) {
  /** The variables that name them. */
  public static final String CERT = "hachi_tls_cert";

  public static final String KEY = "hachi_tls_key";
  public static final String CA = "hachi_tls_ca";
}
