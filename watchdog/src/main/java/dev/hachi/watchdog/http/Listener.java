package dev.hachi.watchdog.http;

import dev.hachi.watchdog.config.WatchdogConfig;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/** One open port and its connections. */
final class Listener {
  private static final int CONNECTIONS_MAX = 10_000;
  private static final int BACKLOG = 1024;

  private final Channel server;
  private final ChannelGroup connections;

  private Listener(Channel server, ChannelGroup connections) {
    this.server = server;
    this.connections = connections;
  }

  static Listener open(
      EventLoopGroup loops, String host, int port, Service service, ConnectionLimits limits)
      throws IOException {
    ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_BACKLOG, BACKLOG)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            // A client that has said all may still wait for its answer.
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            .childHandler(new Initializer(connections, service, limits))
            .bind(address(host, port))
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      throw new IOException(
          "port %d on %s cannot be opened: %s".formatted(port, host, bound.cause().getMessage()),
          bound.cause());
    }
    return new Listener(bound.channel(), connections);
  }

  private static InetSocketAddress address(String host, int port) {
    return host.equals(WatchdogConfig.ALL_ADDRESSES)
        ? new InetSocketAddress(port)
        : new InetSocketAddress(host, port);
  }

  int port() {
    return ((InetSocketAddress) server.localAddress()).getPort();
  }

  /** Takes no more connections, and lets the open ones end their request. */
  void close(Duration patience) {
    server.close().awaitUninterruptibly();
    connections.forEach(channel -> channel.pipeline().fireUserEventTriggered(Connection.LEAVE));
    connections.newCloseFuture().awaitUninterruptibly(patience.toMillis());
    connections.close().awaitUninterruptibly();
  }

  private static final class Initializer extends ChannelInitializer<SocketChannel> {
    private final ChannelGroup connections;
    private final Service service;
    private final ConnectionLimits limits;

    Initializer(ChannelGroup connections, Service service, ConnectionLimits limits) {
      this.connections = connections;
      this.service = service;
      this.limits = limits;
    }

    @Override
    protected void initChannel(SocketChannel channel) {
      if (connections.size() >= CONNECTIONS_MAX) {
        var _ = channel.close();
        return;
      }
      connections.add(channel);
      channel
          .pipeline()
          .addLast(
              new RequestDecoder(), new HttpResponseEncoder(), new Connection(service, limits));
    }
  }
}
