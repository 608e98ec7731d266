package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.sharding.guard.Certificates;
import dev.hachi.sharding.guard.ClusterTls;
import dev.hachi.sharding.guard.TlsFiles;
import dev.hachi.sharding.membership.HostPort;
import dev.hachi.sharding.transport.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole replicas with certificates, and others that are not to join them. */
final class GuardedClusterTest {
  private static final long PLENTY = 64L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @TempDir private static Path folder;

  private static Certificates authority;
  private static TlsFiles own;
  private LiveReplica first;

  @BeforeAll
  static void make() throws Exception {
    authority = Certificates.authority(folder.resolve("ca"));
    own = authority.issue("ns");
  }

  @BeforeEach
  void start() throws IOException {
    first = LiveReplica.first(PLENTY, own);
  }

  @AfterEach
  void close() {
    first.close();
  }

  @Test
  void they_are_one_cluster_and_stay_it_when_a_certificate_expires_that_was_renewed()
      throws Exception {
    var left = Duration.ofSeconds(12);
    var files = authority.issue("ns", "RSA", left);
    var expiry = Instant.now().plus(left);
    try (var log = new LogLines(ClusterTls.class);
        var second = LiveReplica.joining(first, PLENTY, files)) {
      first.awaitMembers(2);
      second.awaitShards();
      first.awaitShards();
      assertThat(second.reply("alice", "put", "\"text\"")).isEqualTo("4");
      assertThat(first.reply("alice", "length", "")).isEqualTo("4");
      Certificates.replace(files, authority.issue("ns"));

      LiveReplica.within(PATIENCE, () -> Instant.now().isAfter(expiry));
      LiveReplica.within(
          PATIENCE,
          () -> log.soFar().stream().anyMatch(line -> line.contains("its certificate expired at")));
      for (var key = 0; key < LiveReplica.SHARDS; key++) {
        assertThat(second.reply("key" + key, "put", "\"more\"")).isEqualTo("4");
        assertThat(first.reply("key" + key, "length", "")).isEqualTo("4");
      }
      assertThat(first.cluster.members().functions()).hasSize(2);
      assertThat(second.cluster.members().functions()).hasSize(2);
      assertThat(log.hasStackTrace()).isFalse();
    }
    first.awaitMembers(1);
  }

  @Test
  void one_without_tls_does_not_join() throws Exception {
    doesNotJoin(null, "it does not speak TLS");
  }

  @Test
  void one_of_another_authority_does_not_join() throws Exception {
    var theirs = Certificates.authority(folder.resolve("stranger")).issue("ns");
    doesNotJoin(theirs, "its certificate is not one that the CA in hachi_tls_ca vouches for");
  }

  private void doesNotJoin(@Nullable TlsFiles theirs, String why) throws IOException {
    try (var log = new LogLines(ClusterTls.class);
        var stranger = LiveReplica.joining(first, PLENTY, theirs)) {
      LiveReplica.within(PATIENCE, () -> log.soFar().stream().anyMatch(line -> line.contains(why)));
      assertThat(stranger.cluster.members().functions()).isEmpty();
      assertThat(first.cluster.members().functions()).hasSize(1);
      assertThat(log.hasStackTrace()).isFalse();
    }
  }

  @Test
  void a_frame_without_end_does_not_reach_the_decoder_of_it() throws Exception {
    var port = HostPort.of(first.cluster.self().orElseThrow().address()).port();
    try (var log = new LogLines(ClusterTls.class);
        var stranger = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var out = stranger.getOutputStream();
      out.write("AKKA\u0001".getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[] {-1, -1, -1, 127});
      stranger.setSoTimeout((int) PATIENCE.toMillis());
      var answer = stranger.getInputStream().readAllBytes();
      assertThat(answer.length).isLessThan(100);
      assertThat(log.all()).singleElement().asString().contains("it does not speak TLS");
    }
  }
}
