package dev.hachi.sharding.membership;

import dev.hachi.sharding.membership.Link.ConnectAt;
import dev.hachi.sharding.membership.Link.Dead;
import dev.hachi.sharding.membership.Link.Hold;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnresolvedAddressException;
import java.nio.channels.UnsupportedAddressTypeException;
import jdk.net.ExtendedSocketOptions;
import org.jspecify.annotations.Nullable;

/** The one connection of {@link Links} to one member. Confined to their thread. */
final class Peer {
  private static final long NEVER = Long.MAX_VALUE;
  private static final int PROBE_AFTER_SECONDS = 5;
  private static final int PROBE_EVERY_SECONDS = 1;
  private static final int PROBES = 3;

  private final InetSocketAddress address;
  private final Selector selector;
  private final Runnable onDead;
  private final Link link = new Link();
  private final ByteBuffer ignored = ByteBuffer.allocate(64);
  private @Nullable SocketChannel channel;
  private long dueAt;

  /** Connects as soon as it is {@link #due}. The name, if it is one, is looked up only here. */
  Peer(String address, Selector selector, Runnable onDead, long now) {
    var parts = HostPort.of(address);
    this.address = new InetSocketAddress(parts.host(), parts.port());
    this.selector = selector;
    this.onDead = onDead;
    this.dueAt = now;
  }

  /** When {@link #due} must be called. */
  long dueAt() {
    return dueAt;
  }

  /** Does what its time has come for: to connect, or to give up connecting. */
  void due(long now) {
    if (now < dueAt) {
      return;
    }
    if (channel != null) {
      follow(link.failed(now));
    } else {
      connect(now);
    }
  }

  private void connect(long now) {
    dueAt = now + Link.CONNECT_TIMEOUT_MILLIS;
    try {
      var opened = SocketChannel.open();
      channel = opened;
      opened.configureBlocking(false);
      if (opened.connect(address)) {
        connected(opened, now);
      } else {
        opened.register(selector, SelectionKey.OP_CONNECT, this);
      }
    } catch (IOException | UnresolvedAddressException | UnsupportedAddressTypeException e) {
      notConnected(e, now);
    }
  }

  /** The connection is made, failed, closed, or has brought what nobody asked for. */
  void ready(long now) {
    var ready = channel;
    if (ready == null) {
      return;
    }
    if (!ready.isConnected()) {
      finishConnecting(ready, now);
    } else if (hasEnded(ready)) {
      follow(link.closed(now));
    }
  }

  private void finishConnecting(SocketChannel ready, long now) {
    try {
      if (ready.finishConnect()) {
        connected(ready, now);
      }
    } catch (IOException e) {
      notConnected(e, now);
    }
  }

  private void connected(SocketChannel ready, long now) throws IOException {
    if (ready.getLocalAddress().equals(ready.getRemoteAddress())) {
      // On one host, a port that nobody listens at may connect to itself.
      follow(link.refused(now));
      return;
    }
    set(ready, StandardSocketOptions.SO_KEEPALIVE, true);
    set(ready, ExtendedSocketOptions.TCP_KEEPIDLE, PROBE_AFTER_SECONDS);
    set(ready, ExtendedSocketOptions.TCP_KEEPINTERVAL, PROBE_EVERY_SECONDS);
    set(ready, ExtendedSocketOptions.TCP_KEEPCOUNT, PROBES);
    ready.register(selector, SelectionKey.OP_READ, this);
    follow(link.connected(now));
  }

  private static <T> void set(SocketChannel channel, SocketOption<T> option, T value)
      throws IOException {
    if (channel.supportedOptions().contains(option)) {
      channel.setOption(option, value);
    }
  }

  /** A time-out of the kernel's own is this exception as well, but comes later than ours. */
  private void notConnected(Exception why, long now) {
    follow(why instanceof ConnectException ? link.refused(now) : link.failed(now));
  }

  private boolean hasEnded(SocketChannel ready) {
    try {
      return ready.read(ignored.clear()) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private void follow(Link.Step step) {
    switch (step) {
      case Hold() -> dueAt = NEVER;
      case ConnectAt(var millis) -> {
        close();
        dueAt = millis;
      }
      case Dead() -> {
        close();
        dueAt = NEVER;
        onDead.run();
      }
    }
  }

  void close() {
    var open = channel;
    channel = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // It is closed as far as we are concerned.
      }
    }
  }
}
