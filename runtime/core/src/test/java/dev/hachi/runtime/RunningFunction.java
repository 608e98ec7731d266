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
    return of(types, limits, Surroundings.alone(plugin), Telemetry.NONE);
  }

  static RunningFunction of(Class<?> type, Limits limits, Telemetry telemetry) {
    return of(List.of(type), limits, Surroundings.alone(FunctionRuntime.MEMORY), telemetry);
  }

  static RunningFunction of(Class<?> type, Limits limits, Surroundings surroundings) {
    return of(List.of(type), limits, surroundings, Telemetry.NONE);
  }

  static RunningFunction of(
      List<Class<?>> types, Limits limits, Surroundings surroundings, Telemetry telemetry) {
    return of(types, limits, surroundings, Clock.systemUTC(), telemetry);
  }

  static RunningFunction of(Class<?> type, Clock clock, Telemetry telemetry) {
    var alone = Surroundings.alone(FunctionRuntime.MEMORY);
    return of(List.of(type), Limits.DEFAULT, alone, clock, telemetry);
  }

  private static RunningFunction of(
      List<Class<?>> types,
      Limits limits,
      Surroundings surroundings,
      Clock clock,
      Telemetry telemetry) {
    var functions = new Functions(null, types.getFirst(), types.subList(1, types.size()));
    return new RunningFunction(
        FunctionRuntime.start(functions, limits, surroundings, clock, telemetry));
  }

  CompletableFuture<Outcome> send(String key, String handler, String body) {
    return send(key, handler, body, UUID.randomUUID().toString(), Duration.ofSeconds(10));
  }

  CompletableFuture<Outcome> send(
      String key, String handler, String body, String id, Duration patience) {
    return send(key, handler, body, id, patience, true);
  }

  CompletableFuture<Outcome> send(
      String key, String handler, String body, String id, Duration patience, boolean lasting) {
    var request = new Request("application/json", List.of(), Bytes.utf8(body));
    var deadline = Clock.systemUTC().instant().plus(patience);
    var origin = new Origin.Outside(lasting);
    return runtime
        .router()
        .invoke(new Invocation(id, origin, address(key), handler, request, deadline))
        .toCompletableFuture();
  }

  Address address(String key) {
    return new Address("test", runtime.function(), key);
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
