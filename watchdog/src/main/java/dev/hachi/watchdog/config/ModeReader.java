package dev.hachi.watchdog.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Reads the mode and what belongs to it. */
final class ModeReader {
  private static final String MODES = "http, streaming, serializing, static or actor";
  private static final Map<String, String> MODES_LEFT_OUT =
      Map.of(
          "inproc", "is for programs in Go that link the watchdog",
          "afterburn", "was removed");
  private static final String BOOLEAN = "true, 1, false or 0";
  private static final Map<String, Boolean> BOOLEANS =
      Map.of("true", true, "1", true, "false", false, "0", false);
  private static final Map<String, Boolean> GO_BOOLEANS =
      Map.ofEntries(
          Map.entry("1", true),
          Map.entry("t", true),
          Map.entry("T", true),
          Map.entry("true", true),
          Map.entry("TRUE", true),
          Map.entry("True", true),
          Map.entry("0", false),
          Map.entry("f", false),
          Map.entry("F", false),
          Map.entry("false", false),
          Map.entry("FALSE", false),
          Map.entry("False", false));

  private static final int LINE_DEFAULT = 64 * 1024;
  private static final int MIB = 1024 * 1024;
  private static final int LINE_MAX = 64 * MIB;
  private static final int BUFFER_DEFAULT = 64 * MIB;
  private static final int BUFFER_MAX = 1024 * MIB;

  private final Variables vars;

  ModeReader(Variables vars) {
    this.vars = vars;
  }

  Mode mode() {
    String mode = vars.text("mode");
    Mode read =
        switch (mode == null ? "streaming" : mode) {
          case "actor" -> new Mode.Actor();
          case "http" -> http();
          case "streaming" -> forking(Mode.Streaming::new);
          case "serializing" -> forking(Mode.Serializing::new);
          case "static" -> new Mode.Static(path("static_path", Path.of("/home/app/public")));
          default -> {
            String why = MODES_LEFT_OUT.getOrDefault(String.valueOf(mode), "is unknown");
            vars.problem("mode is \"%s\", which %s; allowed is %s".formatted(mode, why, MODES));
            yield new Mode.Actor();
          }
        };
    if (!(read instanceof Mode.Http) && flag("stateful")) {
      vars.problem("stateful is on, which only mode=http knows; mode=actor always has state");
    }
    return read;
  }

  PlainSettings settings() {
    return new PlainSettings(
        path("TMPDIR", Path.of("/tmp")).resolve(".lock"),
        flag("suppress_lock"),
        vars.text("ready_path"),
        vars.read("prefix_logs", true, BOOLEAN, value -> find(GO_BOOLEANS, value)),
        vars.read("log_buffer_size", LINE_DEFAULT, LINE_ALLOWED, ModeReader::lineMax),
        vars.number("hachi_buffer_max", BUFFER_DEFAULT, 0, BUFFER_MAX));
  }

  private static final String LINE_ALLOWED =
      "a number of bytes from 1 to " + LINE_MAX + ", or -1 for the most";

  private static Optional<Integer> lineMax(String value) {
    if (value.matches("-\\d{1,9}")) {
      return Optional.of(LINE_MAX);
    }
    boolean number = value.matches("\\d{1,9}");
    return Optional.of(number ? Integer.parseInt(value) : 0).filter(n -> n > 0 && n <= LINE_MAX);
  }

  private Mode http() {
    String variable = set("http_upstream_url") ? "http_upstream_url" : "upstream_url";
    Upstream none = new Upstream("", 0, "", "");
    boolean buffers = flag("buffer_http");
    boolean buffersToo = flag("http_buffer_req_body");
    if (!set(variable)) {
      vars.problem("upstream_url is not set; mode=http needs " + Upstream.ALLOWED);
    }
    return new Mode.Http(
        command(),
        vars.read(variable, none, Upstream.ALLOWED, Upstream::parse),
        buffers || buffersToo,
        vars.read("log_callid", false, BOOLEAN, value -> find(GO_BOOLEANS, value)),
        flag("stateful"));
  }

  private Mode forking(BiFunction<Command, String, Mode> kind) {
    return kind.apply(
        command(), vars.read("content_type", BYTES, "a media type", ModeReader::headerValue));
  }

  private static final String BYTES = "application/octet-stream";

  private static Optional<String> headerValue(String value) {
    return Optional.of(value).filter(v -> v.chars().allMatch(c -> c >= ' ' && c < 0x7f));
  }

  private Command command() {
    String text = vars.text("function_process");
    text = text == null ? vars.text("fprocess") : text;
    if (text == null) {
      vars.problem("fprocess is not set; it is the command that runs your function");
    }
    return new Command(text == null ? "" : text);
  }

  private boolean set(String name) {
    return vars.text(name) != null;
  }

  private boolean flag(String name) {
    return vars.read(name, false, BOOLEAN, value -> find(BOOLEANS, value));
  }

  private Path path(String name, Path fallback) {
    return vars.read(name, fallback, "a path", WatchdogConfig::path);
  }

  private static Optional<Boolean> find(Map<String, Boolean> forms, String value) {
    @Nullable Boolean found = forms.get(value);
    return Optional.ofNullable(found);
  }
}
