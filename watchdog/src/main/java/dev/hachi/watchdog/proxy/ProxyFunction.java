package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.BodyBudget;
import dev.hachi.watchdog.http.Exchange;
import dev.hachi.watchdog.http.PlainFunction;
import dev.hachi.watchdog.http.Responder;
import io.netty.channel.EventLoop;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Mode http: every request goes to the function's own server. */
public final class ProxyFunction implements PlainFunction {
  // What Go's client takes.
  private static final int HEADERS_MAX = 10 * 1024 * 1024;

  private final WatchdogConfig config;
  private final Mode.Http mode;
  private final BodyBudget budget;
  private final ConcurrentMap<EventLoop, UpstreamPool> pools = new ConcurrentHashMap<>();

  /** A proxy to the upstream of {@code mode}; bodies that it buffers are within {@code budget}. */
  public ProxyFunction(WatchdogConfig config, Mode.Http mode, BodyBudget budget) {
    this.config = config;
    this.mode = mode;
    this.budget = budget;
  }

  @Override
  public Responder begin(Exchange exchange) {
    UpstreamPool pool =
        pools.computeIfAbsent(
            exchange.loop(),
            loop -> new UpstreamPool(loop, mode.upstream(), config.execTimeout(), HEADERS_MAX));
    ProxyCall call = new ProxyCall(config, mode, exchange, pool, budget);
    call.begin();
    return call;
  }
}
