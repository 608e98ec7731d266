package dev.hachi.sharding.guard;

import java.io.IOException;
import java.net.Socket;
import java.time.Instant;

/**
 * Who may speak over connections between replicas. Whoever closes a connection closes its plain
 * socket, which never waits for the other side. Thread-safe.
 */
public sealed interface Guard permits Guard.Open, Tls {
  /** Everybody who can connect. */
  Guard OPEN = new Open();

  /**
   * What goes over a connection that the other side has made.
   *
   * @param millis how long it may take to show who it is
   * @throws IOException with the reason when it may not speak
   */
  Channel accept(Socket connection, int millis) throws IOException;

  /**
   * What goes over a connection to the other side.
   *
   * @param millis how long that may take to show who it is
   * @throws IOException with the reason when it may not be spoken to
   */
  Channel call(Socket connection, int millis) throws IOException;

  /** Everybody who can connect. */
  record Open() implements Guard {
    @Override
    public Channel accept(Socket connection, int millis) throws IOException {
      return new Channel(connection.getInputStream(), connection.getOutputStream(), Instant.MAX);
    }

    @Override
    public Channel call(Socket connection, int millis) throws IOException {
      return accept(connection, millis);
    }
  }
}
