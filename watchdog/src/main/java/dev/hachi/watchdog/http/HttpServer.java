package dev.hachi.watchdog.http;

import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.ConnectionLimits.WriteFrom;
import dev.hachi.watchdog.jwt.JwtGuard;
import dev.hachi.watchdog.metrics.Metrics;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The two ports of a watchdog. */
public final class HttpServer implements AutoCloseable {
  // Scrapes are small and quick; the port has no use for long ones.
  private static final ConnectionLimits METRICS_LIMITS =
      new ConnectionLimits(Duration.ofSeconds(5), Duration.ofSeconds(5), WriteFrom.ANSWER);

  private final EventLoopGroup loops;
  private final Listener functions;
  private final Listener metrics;
  private final Duration patience;

  private HttpServer(
      EventLoopGroup loops, Listener functions, Listener metrics, Duration patience) {
    this.loops = loops;
    this.functions = functions;
    this.metrics = metrics;
    this.patience = patience;
  }

  /**
   * Opens both ports of actor mode.
   *
   * @param operators what the metrics port shows
   * @param guard who decides which requests reach the function; null lets all pass
   * @throws IOException with one sentence, when one of them cannot be opened
   */
  public static HttpServer open(
      WatchdogConfig config,
      Status status,
      Clock clock,
      Operators operators,
      @Nullable JwtGuard guard)
      throws IOException {
    Metrics metrics = new Metrics();
    Service service =
        new WholeRequests(
            new FunctionSite(config, status, metrics, clock, guard),
            config.bodyMax(),
            new BodyBudget(config.bodiesMax()));
    return open(config, service, WriteFrom.ANSWER, new MetricsSite(metrics, operators));
  }

  /**
   * Opens both ports of one of of-watchdog's own modes.
   *
   * @param operators what the metrics port shows
   * @param guard who decides which requests reach the function; null lets all pass
   * @throws IOException with one sentence, when one of them cannot be opened
   */
  public static HttpServer open(
      WatchdogConfig config,
      PlainStatus status,
      PlainFunction function,
      Operators operators,
      @Nullable JwtGuard guard)
      throws IOException {
    Metrics metrics = new Metrics();
    return open(
        config,
        new PlainSite(config, status, metrics, function, guard),
        WriteFrom.REQUEST,
        new MetricsSite(metrics, operators));
  }

  private static HttpServer open(
      WatchdogConfig config, Service service, WriteFrom writeFrom, MetricsSite metrics)
      throws IOException {
    if (config.port() != 0 && config.port() == config.metricsPort()) {
      throw new IOException(
          "port and metrics_port are both %d; give them different ones".formatted(config.port()));
    }
    EventLoopGroup loops = new MultiThreadIoEventLoopGroup(NioIoHandler.newFactory());
    ConnectionLimits limits =
        new ConnectionLimits(config.readTimeout(), config.writeTimeout(), writeFrom);
    Service metricsService = new WholeRequests(metrics, 0, new BodyBudget(0));
    try {
      return new HttpServer(
          loops,
          Listener.open(loops, config.listen(), config.port(), service, limits),
          Listener.open(
              loops, config.listen(), config.metricsPort(), metricsService, METRICS_LIMITS),
          config.writeTimeout());
    } catch (IOException e) {
      stop(loops);
      throw e;
    }
  }

  /** The port of functions, health and readiness. */
  public int port() {
    return functions.port();
  }

  /** The port of metrics and of the admin API. */
  public int metricsPort() {
    return metrics.port();
  }

  /** Ends both ports; answers under way still leave, within the write timeout. */
  @Override
  public void close() {
    functions.close(patience);
    metrics.close(Duration.ZERO);
    stop(loops);
  }

  private static void stop(EventLoopGroup loops) {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }
}
