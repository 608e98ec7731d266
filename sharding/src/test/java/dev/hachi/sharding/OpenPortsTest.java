package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.runtime.Outcome;
import dev.hachi.sharding.membership.HostPort;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Two replicas, of whom somebody who can reach their ports between replicas thinks no good. */
final class OpenPortsTest {
  private static final long PLENTY = 64L << 20;
  private static final int ATTACKS = 50;

  private final List<Socket> kept = new ArrayList<>();
  private final Random random = new Random(3);

  @Test
  void garbage_half_frames_and_silent_connections_harm_neither_the_cluster_nor_a_call()
      throws Exception {
    try (var first = LiveReplica.first(PLENTY);
        var second = LiveReplica.joining(first, PLENTY)) {
      first.awaitMembers(2);
      second.awaitShards();
      first.awaitShards();
      for (var attack = 0; attack < ATTACKS; attack++) {
        for (var replica : List.of(first, second)) {
          var port = HostPort.of(replica.cluster.self().orElseThrow().address()).port();
          attack(port);
          attack(port + 1);
          assertThat(replica.call("key" + attack, "put", "\"v\"").join())
              .isInstanceOf(Outcome.Replied.class);
        }
      }
      first.awaitMembers(2);
      second.awaitMembers(2);
      assertThat(second.reply("key1", "length", "")).isEqualTo("1");
    } finally {
      for (var one : kept) {
        one.close();
      }
    }
  }

  /**
   * Each of these in turn: silence, garbage, the beginning of a frame as Pekko's that goes no
   * further.
   */
  private void attack(int port) throws IOException {
    var socket = new Socket(InetAddress.getLoopbackAddress(), port);
    kept.add(socket);
    try {
      switch (kept.size() % 5) {
        case 0, 1 -> {}
        case 2 -> {
          var garbage = new byte[1 + random.nextInt(500)];
          random.nextBytes(garbage);
          socket.getOutputStream().write(garbage);
        }
        case 3 -> {
          socket.getOutputStream().write("AKKA\u0001".getBytes(StandardCharsets.US_ASCII));
          socket.getOutputStream().write(new byte[] {0, 1});
        }
        default -> {
          socket.getOutputStream().write("HACH".getBytes(StandardCharsets.US_ASCII));
          socket.close();
        }
      }
    } catch (SocketException e) {
      // it hung up before all was said
    }
  }
}
