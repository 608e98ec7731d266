package dev.hachi.openfaas.provider.rest;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Json;
import dev.hachi.openfaas.provider.contract.Messages.LogLine;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.logs.LogFiles;
import dev.hachi.openfaas.provider.logs.LogStream;
import dev.hachi.openfaas.provider.replicas.Fleet;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Health, what this is, and logs. */
final class SystemRoutes {
  private static final int OK = 200;
  private static final int UNPROCESSABLE = 422;

  /** An empty line is no message; writing it shows that the caller has gone. */
  private static final int LOOKS_PER_EMPTY_LINE = 25;

  private final Fleet fleet;
  private final LogFiles logs;
  private final boolean behindGateway;

  /**
   * For clients, or for a gateway: these expect different pages about what this is.
   *
   * @param behindGateway whether a gateway asks
   */
  SystemRoutes(Fleet fleet, LogFiles logs, boolean behindGateway) {
    this.fleet = fleet;
    this.logs = logs;
    this.behindGateway = behindGateway;
  }

  void addTo(Api api) {
    Api.Action health = (exchange, name) -> exchange.answer(OK);
    api.exact("/healthz", Map.of("GET", health, "HEAD", health));
    api.exact("/system/info", Map.of("GET", this::info));
    api.exact("/system/logs", Map.of("GET", this::logs));
  }

  private void info(Exchange exchange, String name) throws IOException {
    String release = String.valueOf(SystemRoutes.class.getPackage().getImplementationVersion());
    Map<String, String> version = Map.of("release", release, "sha", "");
    Map<String, Object> provider =
        Map.of("provider", "hachi", "orchestration", "processes", "version", version);
    exchange.json(
        OK,
        behindGateway
            ? provider
            : Map.of(
                "provider", provider, "version", version, "arch", System.getProperty("os.arch")));
  }

  // ---- logs -------------------------------------------------------------------------------------

  private void logs(Exchange exchange, String name) throws IOException, InterruptedException {
    LogStream.Query query = query(exchange);
    boolean follow = exchange.parameter("follow").orElse("").matches("(?i)1|t|true");
    LogStream stream = new LogStream(logs, query);
    var present = stream.present();
    exchange.http().getResponseHeaders().set("Content-Type", "application/x-ndjson");
    exchange.http().sendResponseHeaders(OK, 0);
    OutputStream out = exchange.http().getResponseBody();
    present.forEach(line -> write(out, line));
    out.flush();
    if (follow) {
      follow(stream, query.function(), out);
    }
    out.close();
  }

  /** Ends when the caller goes, or the function. */
  private void follow(LogStream stream, FunctionId function, OutputStream out)
      throws IOException, InterruptedException {
    AtomicInteger looks = new AtomicInteger();
    try {
      stream.follow(
          line -> write(out, line),
          () -> {
            fleet.require(function);
            if (looks.incrementAndGet() % LOOKS_PER_EMPTY_LINE == 0) {
              write(out, "");
            }
            flush(out);
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } catch (Refused e) {
      // It was removed: the stream is whole.
    }
  }

  private LogStream.Query query(Exchange exchange) {
    FunctionId function =
        FunctionId.dotted(
            exchange.parameter("name").orElse(""), exchange.parameter("namespace").orElse(null));
    fleet.require(function);
    try {
      return new LogStream.Query(
          function,
          exchange.parameter("instance").orElse(null),
          exchange.parameter("since").map(SystemRoutes::time).orElse(null),
          exchange.parameter("tail").map(Integer::parseInt).orElse(0));
    } catch (NumberFormatException | DateTimeParseException e) {
      throw new Refused(
          UNPROCESSABLE, "tail must be a number and since an RFC 3339 time: " + e.getMessage());
    }
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }

  private static void write(OutputStream out, LogLine line) {
    write(out, Json.text(line));
  }

  private static void write(OutputStream out, String text) {
    try {
      out.write((text + "\n").getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void flush(OutputStream out) {
    try {
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
