package dev.hachi.sharding.guard;

import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/** A CA, and certificates of it, made by the JDK's keytool. */
public final class Certificates {
  private static final String PASSWORD = "changeit";
  private static final Duration LONG = Duration.ofHours(12);

  private final Path folder;
  private final Path store;
  private int issued;

  private Certificates(Path folder) {
    this.folder = folder;
    this.store = folder.resolve("store.p12");
  }

  /** A CA of its own in {@code folder}. */
  public static Certificates authority(Path folder) throws Exception {
    Files.createDirectories(folder);
    var made = new Certificates(folder);
    made.keytool(
        "ca", "EC", "-dname", "CN=ca", "-validity", "9", "-ext", "bc:c", "-ext", "ku=keyCertSign");
    return made;
  }

  /** A certificate of the namespace that is valid for hours. */
  public TlsFiles issue(String namespace) throws Exception {
    return issue(namespace, "EC", LONG);
  }

  /** One that is valid until {@code left} from now; that may be over. */
  public TlsFiles issue(String namespace, String algorithm, Duration left) throws Exception {
    var alias = "r" + issued++;
    var begin = left.minus(Duration.ofDays(1)).toSeconds();
    keytool(
        alias,
        algorithm,
        "-dname",
        "CN=replica",
        "-startdate",
        (begin < 0 ? "" : "+") + begin + "S",
        "-validity",
        "1",
        "-ext",
        "san=dns:" + Tls.name(namespace),
        "-signer",
        "ca",
        "-signerkeypass",
        PASSWORD);
    return write(alias);
  }

  private void keytool(String alias, String algorithm, String... more) throws Exception {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-J-XX:TieredStopAtLevel=1",
                "-J-XX:+UseSerialGC",
                "-genkeypair",
                "-alias",
                alias,
                "-keyalg",
                algorithm,
                "-storepass",
                PASSWORD,
                "-keystore",
                store.toString()));
    command.addAll(List.of(more));
    var process = new ProcessBuilder(command).redirectErrorStream(true).start();
    var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!process.waitFor(30, TimeUnit.SECONDS) || process.exitValue() != 0) {
      throw new AssertionError(said);
    }
  }

  private TlsFiles write(String alias) throws IOException, GeneralSecurityException {
    var known = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    var files = in(Files.createDirectories(folder.resolve(alias)));
    pem(files.cert(), "CERTIFICATE", known.getCertificate(alias).getEncoded());
    pem(files.key(), "PRIVATE KEY", key(known, alias).getEncoded());
    pem(files.ca(), "CERTIFICATE", authorityOf(known).getEncoded());
    return files;
  }

  private static Key key(KeyStore known, String alias) throws GeneralSecurityException {
    return known.getKey(alias, PASSWORD.toCharArray());
  }

  private static Certificate authorityOf(KeyStore known) throws GeneralSecurityException {
    return known.getCertificate("ca");
  }

  private static void pem(Path file, String kind, byte[] content) throws IOException {
    Files.writeString(
        file,
        "-----BEGIN %s-----\n%s\n-----END %1$s-----\n"
            .formatted(kind, Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content)));
  }

  /** What trusts everybody, and shows the certificate in {@code files}; null for none. */
  public static SSLContext trusting(@Nullable TlsFiles files) throws GeneralSecurityException {
    var keys =
        files == null
            ? new KeyManager[0]
            : new KeyManager[] {
              new OwnKey(Pem.key("key", files.key()), Pem.certificates("cert", files.cert()))
            };
    var context = SSLContext.getInstance("TLSv1.3");
    context.init(keys, new TrustManager[] {new Credulous()}, null);
    return context;
  }

  private static final class Credulous extends X509ExtendedTrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }

  /** Those in {@code folder}, by their usual names. */
  public static TlsFiles in(Path folder) {
    return new TlsFiles(
        folder.resolve("tls.crt"), folder.resolve("tls.key"), folder.resolve("ca.crt"));
  }

  /** Puts {@code others} in the place of {@code used}, as a renewal does. */
  public static void replace(TlsFiles used, TlsFiles others) throws IOException {
    for (var pair :
        List.of(
            List.of(others.ca(), used.ca()),
            List.of(others.key(), used.key()),
            List.of(others.cert(), used.cert()))) {
      var beside = pair.getLast().resolveSibling("new");
      Files.copy(pair.getFirst(), beside, StandardCopyOption.REPLACE_EXISTING);
      Files.move(beside, pair.getLast(), StandardCopyOption.ATOMIC_MOVE);
    }
  }
}
