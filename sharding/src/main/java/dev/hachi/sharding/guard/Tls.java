package dev.hachi.sharding.guard;

import java.io.EOFException;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * TLS 1.3 with certificates on both sides, from files that are looked at again with each new
 * connection: those that have changed are used from then on, and the earlier ones stay in use while
 * new ones cannot be. Thread-safe.
 */
public final class Tls implements Guard {
  private static final Logger LOG = LoggerFactory.getLogger(Tls.class);

  /** What the JDK puts before a sentence. */
  private static final Pattern ALERT = Pattern.compile("^\\([a-z_]+\\) ");

  /** A certificate that has less of its life than this left should have been renewed. */
  private static final int LIFE_PARTS = 10;

  /** What shows that a file is another one, or has changed. */
  private record Stamp(FileTime modified, long size, @Nullable Object file) {}

  private final TlsFiles files;
  private final String namespace;
  private List<Stamp> stamps;
  private Credentials credentials;
  private String problem = "";
  private boolean warned;

  private Tls(TlsFiles files, String namespace) throws IOException {
    this.files = files;
    this.namespace = namespace;
    this.stamps = stamps(files);
    this.credentials = Credentials.read(files, name(namespace));
  }

  /**
   * The credentials in {@code files}.
   *
   * @throws IllegalArgumentException with one sentence when they cannot be used
   */
  public static Tls open(TlsFiles files, String namespace) {
    try {
      return new Tls(files, namespace);
    } catch (IOException e) {
      // Which of them, and of which variable, says whoever reads it.
      Credentials.read(files, name(namespace));
      throw new IllegalArgumentException("the files of TLS cannot be read: " + e.getMessage(), e);
    }
  }

  /** What certificates of the namespace carry among their alternative names, as a DNS name. */
  public static String name(String namespace) {
    return namespace + ".hachi";
  }

  @Override
  public Channel accept(Socket connection, int millis) throws IOException {
    return handshake(connection, false, millis);
  }

  @Override
  public Channel call(Socket connection, int millis) throws IOException {
    return handshake(connection, true, millis);
  }

  private Channel handshake(Socket connection, boolean client, int millis) throws IOException {
    var factory = current().context().getSocketFactory();
    var peer = connection.getInetAddress().getHostAddress();
    var socket = (SSLSocket) factory.createSocket(connection, peer, connection.getPort(), true);
    socket.setUseClientMode(client);
    socket.setNeedClientAuth(!client);
    // A limit for each read would not end one that drips.
    var late =
        new CompletableFuture<Boolean>().completeOnTimeout(true, millis, TimeUnit.MILLISECONDS);
    var _ = late.thenRun(() -> hangUp(connection));
    try {
      socket.startHandshake();
    } catch (IOException e) {
      throw late.isDone() ? new SocketTimeoutException("the TLS handshake took too long") : why(e);
    } finally {
      late.cancel(false);
    }
    return new Channel(
        socket.getInputStream(), socket.getOutputStream(), until(socket.getSession()));
  }

  private static void hangUp(Socket connection) {
    try {
      connection.close();
    } catch (IOException e) {
      LOG.debug("a connection did not close", e);
    }
  }

  /** For connections that others hold. */
  SSLEngine engine(boolean client) {
    var engine = current().context().createSSLEngine();
    engine.setUseClientMode(client);
    engine.setNeedClientAuth(!client);
    return engine;
  }

  /** When the other side's certificate ends. */
  static Instant until(SSLSession session) throws SSLPeerUnverifiedException {
    return ((X509Certificate) session.getPeerCertificates()[0]).getNotAfter().toInstant();
  }

  /** The same failure in words of this project, where the JDK's would puzzle. */
  static IOException why(IOException failure) {
    if (failure instanceof SocketException) {
      return failure;
    }
    if (failure.getCause() instanceof EOFException) {
      return new EOFException("it hung up during the TLS handshake");
    }
    var said = String.valueOf(failure.getMessage());
    if (said.contains("Empty client certificate chain")) {
      return new SSLException("it has no certificate", failure);
    }
    if (said.contains("Unsupported or unrecognized SSL message")
        || said.contains("plaintext connection?")) {
      return new SSLException("it does not speak TLS", failure);
    }
    return new SSLException(ALERT.matcher(said).replaceFirst(""), failure);
  }

  // ---- the files --------------------------------------------------------------------------------

  /** Uses files that have changed, and warns of a certificate that ends soon. */
  public synchronized void check() {
    var used = current();
    var life = Duration.between(used.from(), used.until());
    var left = Duration.between(Instant.now(), used.until());
    if (left.compareTo(life.dividedBy(LIFE_PARTS)) < 0 && !warned) {
      warned = true;
      LOG.warn(
          "the certificate in {}, {}, expires at {}: then no replica speaks to this one any more; replace it",
          TlsFiles.CERT,
          files.cert(),
          used.until());
    }
  }

  private synchronized Credentials current() {
    try {
      var now = stamps(files);
      if (!now.equals(stamps)) {
        credentials = Credentials.read(files, name(namespace));
        stamps = now;
        problem = "";
        warned = false;
        LOG.info("the new certificate in {} is used: {}", TlsFiles.CERT, files.cert());
      }
    } catch (IOException | IllegalArgumentException e) {
      keep(String.valueOf(e.getMessage()));
    }
    return credentials;
  }

  /** They may be half written; and who cannot be wrong about a message once need not repeat it. */
  private void keep(String why) {
    if (!why.equals(problem)) {
      problem = why;
      LOG.warn("the earlier credentials stay in use, as the new ones cannot be: {}", why);
    }
  }

  private static List<Stamp> stamps(TlsFiles files) throws IOException {
    var stamps = Stream.<Stamp>builder();
    for (var file : List.of(files.cert(), files.key(), files.ca())) {
      stamps.add(stamp(file));
    }
    return stamps.build().toList();
  }

  private static Stamp stamp(Path file) throws IOException {
    var attributes = Files.readAttributes(file, BasicFileAttributes.class);
    return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
  }
}
