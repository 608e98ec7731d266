package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.config.Upstream;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One event loop's connections to the function. Lives on that loop. */
final class UpstreamPool {
  // Idle connections end soon: a function may close what it has not heard of for long.
  private static final long IDLE_NANOS = TimeUnit.MILLISECONDS.toNanos(500);
  private static final int IDLE_MAX = 100;
  private static final Duration CONNECT_MAX = Duration.ofSeconds(30);

  private final EventLoop loop;
  private final Upstream upstream;
  private final Bootstrap bootstrap;
  private final Deque<UpstreamConnection> idle = new ArrayDeque<>();
  private boolean sweeping;

  /** Gets a connection, or the reason why there is none. */
  interface Taker {
    void take(UpstreamConnection connection);

    void refuse(String why);
  }

  UpstreamPool(EventLoop loop, Upstream upstream, Duration connectTimeout, int headersMax) {
    this.loop = loop;
    this.upstream = upstream;
    boolean limited = !connectTimeout.isZero() && connectTimeout.compareTo(CONNECT_MAX) < 0;
    long millis = Math.max(1, (limited ? connectTimeout : CONNECT_MAX).toMillis());
    this.bootstrap =
        new Bootstrap()
            .group(loop)
            .channel(NioSocketChannel.class)
            .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int) millis)
            .option(ChannelOption.TCP_NODELAY, true)
            .handler(new Initializer(headersMax));
  }

  /** Hands a connection to {@code taker}; a fresh one when {@code fresh}. */
  void acquire(Taker taker, boolean fresh) {
    while (!fresh && !idle.isEmpty()) {
      UpstreamConnection resting = idle.removeLast();
      if (resting.active()) {
        taker.take(resting);
        return;
      }
    }
    byte[] literal = NetUtil.createByteArrayFromIpAddressString(upstream.host());
    if (literal == null) {
      resolve(taker);
    } else {
      connect(taker, List.of(literalAddress(literal)), 0);
    }
  }

  void release(UpstreamConnection connection) {
    if (!connection.reusable() || idle.size() >= IDLE_MAX) {
      connection.close();
      return;
    }
    connection.rest(System.nanoTime());
    idle.addLast(connection);
    if (!sweeping) {
      sweeping = true;
      scheduleSweep();
    }
  }

  private void scheduleSweep() {
    var _ = loop.schedule(this::sweep, IDLE_NANOS / 2, TimeUnit.NANOSECONDS);
  }

  private void sweep() {
    long limit = System.nanoTime() - IDLE_NANOS;
    while (!idle.isEmpty() && idle.getFirst().restsSince(limit)) {
      idle.removeFirst().close();
    }
    if (idle.isEmpty()) {
      sweeping = false;
    } else {
      scheduleSweep();
    }
  }

  private static InetAddress literalAddress(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** A resolver may block, so it has a thread of its own. */
  private void resolve(Taker taker) {
    Thread.ofVirtual()
        .name("resolve")
        .start(() -> {
          try {
            List<InetAddress> found = List.of(InetAddress.getAllByName(upstream.host()));
            loop.execute(() -> connect(taker, found, 0));
          } catch (UnknownHostException e) {
            loop.execute(() -> taker.refuse("no such host: " + upstream.host()));
          }
        });
  }

  private void connect(Taker taker, List<InetAddress> addresses, int index) {
    ChannelFuture connecting =
        bootstrap.connect(new InetSocketAddress(addresses.get(index), upstream.port()));
    connecting.addListener(
        (ChannelFutureListener)
            done -> {
              if (done.isSuccess()) {
                taker.take(done.channel().pipeline().get(UpstreamConnection.class));
              } else if (index + 1 < addresses.size()) {
                connect(taker, addresses, index + 1);
              } else {
                taker.refuse(String.valueOf(done.cause().getMessage()));
              }
            });
  }

  private static final class Initializer extends ChannelInitializer<SocketChannel> {
    private final int headersMax;

    Initializer(int headersMax) {
      this.headersMax = headersMax;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      ResponseDecoder decoder = new ResponseDecoder(headersMax);
      channel
          .pipeline()
          .addLast(new RequestEncoder(), decoder, new UpstreamConnection(channel, decoder));
    }
  }
}
