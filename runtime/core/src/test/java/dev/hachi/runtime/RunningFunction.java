package dev.hachi.runtime;

import dev.hachi.function.Bytes;
import dev.hachi.function.Request;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/** A function started for a test, called as the watchdog calls it. */
record RunningFunction(FunctionRuntime runtime) implements AutoCloseable {
  static RunningFunction of(Class<?> type) {
    return of(type, Limits.DEFAULT);
  }

  static RunningFunction of(Class<?> type, Limits limits) {
    return of(type, limits, FunctionRuntime.MEMORY);
  }

  static RunningFunction of(Class<?> type, Limits limits, String plugin) {
    return of(List.of(type), limits, plugin);
  }

  /** Several functions; the first is the one that is called. */
  static RunningFunction of(List<Class<?>> types, Limits limits, String plugin) {
    var functions = new Functions(null, types.getFirst(), types.subList(1, types.size()));
    return of(functions, limits, plugin, Telemetry.NONE);
  }

  static RunningFunction of(Class<?> type, Limits limits, Telemetry telemetry) {
    return of(new Functions(null, type, List.of()), limits, FunctionRuntime.MEMORY, telemetry);
  }

  private static RunningFunction of(
      Functions functions, Limits limits, String plugin, Telemetry telemetry) {
    return new RunningFunction(
        FunctionRuntime.start(
            functions, limits, Surroundings.alone(plugin), Clock.systemUTC(), telemetry));
  }

  CompletableFuture<Outcome> send(String key, String handler, String body) {
    return send(key, handler, body, UUID.randomUUID().toString(), Duration.ofSeconds(10));
  }

  CompletableFuture<Outcome> send(
      String key, String handler, String body, String id, Duration patience) {
    var request = new Request("application/json", List.of(), Bytes.utf8(body));
    var address = new Address("test", runtime.function(), key);
    var deadline = Clock.systemUTC().instant().plus(patience);
    return runtime
        .router()
        .invoke(new Invocation(id, new Origin.Outside(true), address, handler, request, deadline))
        .toCompletableFuture();
  }

  /** The reply's text, or the failure's code. */
  String call(String key, String handler, String body) {
    return text(send(key, handler, body).join());
  }

  static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Replied(var reply) -> reply.body().text();
      case Outcome.Failed(var code, var message) -> code;
    };
  }

  @Override
  public void close() {
    runtime.close();
  }
}
