package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.hachi.sharding.placement.Member;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The links against listeners in this process. */
@Timeout(30)
final class LinksTest {
  private final BlockingQueue<Member> dead = new LinkedBlockingQueue<>();
  private final Links links = Links.start(dead::add);

  @AfterEach
  void stop() {
    links.close();
  }

  @Test
  void one_whose_listener_and_connection_are_closed_is_dead_once() throws Exception {
    var listener = listen();
    var member = member(listener);
    links.keep(Set.of(member));
    var connection = listener.accept();
    listener.close();
    assertThat(dead.poll(100, TimeUnit.MILLISECONDS)).as("while the connection is held").isNull();
    connection.close();
    assertThat(dead.poll(5, TimeUnit.SECONDS)).isEqualTo(member);
    assertThat(dead.poll(200, TimeUnit.MILLISECONDS)).isNull();
  }

  @Test
  void one_that_closes_the_connection_and_goes_on_listening_is_connected_again() throws Exception {
    try (var listener = listen()) {
      links.keep(Set.of(member(listener)));
      for (var i = 0; i < 20; i++) {
        listener.accept().close();
      }
      try (var held = listener.accept()) {
        assertThat(held.isConnected()).isTrue();
      }
    }
    assertThat(dead.poll(5, TimeUnit.SECONDS)).as("when it has ended").isNotNull();
  }

  @Test
  void one_that_is_no_longer_wanted_is_let_go() throws Exception {
    try (var listener = listen();
        var other = listen()) {
      links.keep(Set.of(member(listener), member(other)));
      try (var first = listener.accept();
          var second = other.accept()) {
        links.keep(Set.of(member(other)));
        assertThat(ended(first)).isTrue();
        links.close();
        assertThat(ended(second)).isTrue();
      }
    }
    assertThat(dead).isEmpty();
  }

  @Test
  void its_thread_ends_with_it() {
    links.close();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() ->
            Thread.getAllStackTraces().keySet().stream()
                .noneMatch(thread -> thread.getName().equals("hachi-link")));
  }

  @Test
  void one_that_never_listened_is_dead_after_a_second_of_refusals() throws Exception {
    var listener = listen();
    var member = member(listener);
    listener.close();
    links.keep(Set.of(member));
    assertThat(dead.poll(500, TimeUnit.MILLISECONDS)).isNull();
    assertThat(dead.poll(5, TimeUnit.SECONDS)).isEqualTo(member);
  }

  private static ServerSocket listen() throws IOException {
    return new ServerSocket(0, 8, InetAddress.getLoopbackAddress());
  }

  private static Member member(ServerSocket listener) {
    return new Member("127.0.0.1:" + listener.getLocalPort(), 1);
  }

  private static boolean ended(Socket socket) throws IOException {
    socket.setSoTimeout(5_000);
    return socket.getInputStream().read() < 0;
  }
}
