package dev.hachi.sharding.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hachi.sharding.transport.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.AbstractStringAssert;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Credentials in files, at the start and while they change. */
final class TlsTest {
  private static final Duration HOUR = Duration.ofHours(1);

  @TempDir private static Path folder;

  private static Certificates authority;
  private static TlsFiles good;

  @BeforeAll
  static void make() throws Exception {
    authority = Certificates.authority(folder.resolve("ca"));
    good = authority.issue("ns");
  }

  @Test
  void files_that_cannot_be_used_are_told_by_their_variable() throws Exception {
    var nowhere = folder.resolve("nowhere");
    var other = authority.issue("other", "RSA", HOUR);
    var expired = authority.issue("ns", "EC", HOUR.negated());

    refused(new TlsFiles(nowhere, good.key(), good.ca()))
        .isEqualTo(
            "hachi_tls_cert names " + nowhere + ", which cannot be read: NoSuchFileException");
    refused(new TlsFiles(good.key(), good.key(), good.ca()))
        .startsWith("hachi_tls_cert must name a PEM file with certificates");
    refused(new TlsFiles(good.cert(), good.cert(), good.ca()))
        .startsWith("hachi_tls_key must name a PEM file with an EC or RSA key in PKCS#8");
    refused(new TlsFiles(good.cert(), other.key(), good.ca()))
        .contains("is not that of the certificate in hachi_tls_cert");
    refused(new TlsFiles(good.cert(), expired.key(), good.ca()))
        .contains("is not that of the certificate in hachi_tls_cert");
    refused(new TlsFiles(good.cert(), good.key(), expired.cert()))
        .contains("its certificate is not one that the CA in hachi_tls_ca vouches for");
    refused(expired).contains("which no replica would accept: its certificate expired at ");
    refused(other).contains("is for [other.hachi] and not for ns.hachi");
  }

  private static AbstractStringAssert<?> refused(TlsFiles files) {
    try {
      Tls.open(files, "ns");
    } catch (IllegalArgumentException e) {
      return assertThat(e.getMessage());
    }
    throw new AssertionError(files + " were accepted");
  }

  @Test
  void nothing_of_a_key_is_in_the_message_about_it() throws Exception {
    var broken = folder.resolve("broken.key");
    var secret = Files.readString(good.key());
    Files.writeString(broken, secret.replace("BEGIN PRIVATE", "BEGIN EC PRIVATE"));

    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tls.open(new TlsFiles(good.cert(), broken, good.ca()), "ns"))
        .withMessageContaining("openssl pkcs8 -topk8 -nocrypt")
        .withMessageNotContaining(secret.lines().toList().get(1))
        .withNoCause();
  }

  @Test
  void replaced_files_are_used_by_the_next_connection_and_broken_ones_are_not() throws Exception {
    var used = Certificates.in(Files.createDirectories(folder.resolve("used")));
    Certificates.replace(used, good);
    var first = Tls.open(used, "ns");
    var second = Tls.open(good, "ns");
    var until = until(first, second);

    Files.writeString(used.key(), "half a file");
    try (var log = new LogLines(Tls.class)) {
      assertThat(until(first, second)).isEqualTo(until);
      assertThat(until(first, second)).isEqualTo(until);
      assertThat(log.all())
          .singleElement()
          .asString()
          .contains(
              "the earlier credentials stay in use, as the new ones cannot be: hachi_tls_key");
    }
    Certificates.replace(used, authority.issue("ns", "RSA", HOUR));
    assertThat(until(first, second)).isNotEqualTo(until);
    assertThat(until(second, first)).isEqualTo(until);
  }

  @Test
  void certificates_of_an_old_and_a_new_authority_are_both_trusted() throws Exception {
    var renewed = Certificates.authority(folder.resolve("ca2")).issue("ns");
    var both = folder.resolve("both.crt");
    Files.writeString(both, Files.readString(good.ca()) + Files.readString(renewed.ca()));
    var old = Tls.open(new TlsFiles(good.cert(), good.key(), both), "ns");
    var young = Tls.open(new TlsFiles(renewed.cert(), renewed.key(), both), "ns");

    assertThat(until(old, young)).isNotEmpty();
    assertThat(until(young, old)).isNotEmpty();
  }

  @Test
  void a_certificate_that_ends_soon_is_warned_of_once() throws Exception {
    try (var log = new LogLines(Tls.class)) {
      var tls = Tls.open(authority.issue("ns", "EC", HOUR), "ns");
      tls.check();
      tls.check();
      assertThat(log.all()).singleElement().asString().contains("expires at ");
    }
  }

  /** When the certificate that {@code server} shows to {@code client} ends. */
  private static String until(Tls server, Tls client) throws IOException {
    try (var listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var calling = new Socket(listening.getInetAddress(), listening.getLocalPort());
        var accepted = listening.accept()) {
      var answer =
          CompletableFuture.supplyAsync(() -> {
            try {
              return server.accept(accepted, 5_000);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          });
      var shown = client.call(calling, 5_000).until().toString();
      answer.join();
      return shown;
    }
  }
}
