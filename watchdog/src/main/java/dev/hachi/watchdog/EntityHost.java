package dev.hachi.watchdog;

import dev.hachi.runtime.FunctionRuntime;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.http.BodyBudget;
import dev.hachi.watchdog.http.Hosted;
import dev.hachi.watchdog.metrics.KamonTelemetry;
import dev.hachi.watchdog.proxy.ProcessClient;
import dev.hachi.watchdog.stateful.ProcessFunction;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;

/** The entities of a function whose code is a process. */
final class EntityHost implements AutoCloseable {
  private final ProcessClient client;
  private final FunctionRuntime runtime;
  private final KamonTelemetry telemetry;
  private final Neighbours neighbours;

  private EntityHost(
      ProcessClient client,
      FunctionRuntime runtime,
      KamonTelemetry telemetry,
      Neighbours neighbours) {
    this.neighbours = neighbours;
    this.client = client;
    this.runtime = runtime;
    this.telemetry = telemetry;
  }

  /** Starts the runtime; the process may begin to listen later. */
  static EntityHost start(
      WatchdogConfig config,
      Mode.Http mode,
      BodyBudget budget,
      Neighbours neighbours,
      Clock clock,
      KamonTelemetry telemetry) {
    Duration patience = config.limits().runMax();
    ProcessClient client =
        new ProcessClient(mode.upstream(), config.plain().bufferMax(), budget, patience);
    ProcessFunction code = new ProcessFunction(Objects.requireNonNull(config.function()), client);
    try {
      FunctionRuntime runtime =
          FunctionRuntime.start(code, config.limits(), neighbours.surroundings(), clock, telemetry);
      code.greet(patience);
      telemetry.start(KamonTelemetry.USUAL_DELAY);
      return new EntityHost(client, runtime, telemetry, neighbours);
    } catch (IllegalArgumentException e) {
      client.close();
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  /** Where they live. */
  FunctionRuntime runtime() {
    return runtime;
  }

  /** What requests reach. */
  Hosted hosted() {
    return new Hosted(runtime.function(), runtime.router());
  }

  /** Lets what runs end, and stops. */
  @Override
  public void close() {
    neighbours.close();
    runtime.close();
    client.close();
    telemetry.close();
  }
}
