package dev.hachi.watchdog.files;

import dev.hachi.function.Header;
import dev.hachi.watchdog.config.Mode;
import dev.hachi.watchdog.http.BlockingExchange;
import dev.hachi.watchdog.http.Exchange;
import dev.hachi.watchdog.http.PlainFunction;
import dev.hachi.watchdog.http.RequestTarget;
import dev.hachi.watchdog.http.Responder;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Mode static: answers with files and folders. */
public final class StaticFunction implements PlainFunction {
  private static final Logger log = LoggerFactory.getLogger(StaticFunction.class);
  private static final String INDEX = "/index.html";

  private final Path folder;

  /** Serves the folder of {@code mode}. */
  public StaticFunction(Mode.Static mode) {
    this.folder = mode.folder();
    log.info("Serving files at: {}", folder);
  }

  @Override
  public Responder begin(Exchange exchange) {
    return BlockingExchange.answer(exchange, this::answer);
  }

  private void answer(BlockingExchange exchange) throws IOException, InterruptedException {
    String path = decoded(RequestTarget.path(exchange.target()));
    if (path.endsWith(INDEX)) {
      redirect(exchange, "./");
      return;
    }
    try {
      serve(exchange, path, resolve(path));
    } catch (NoSuchFileException | InvalidPathException e) {
      error(exchange, 404, "404 page not found", List.of());
    } catch (AccessDeniedException e) {
      error(exchange, 403, "403 Forbidden", List.of());
    }
  }

  private static String decoded(String path) {
    String raw = new String(path.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    return URLDecoder.decode(raw.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** Decoding may bring dots back; no path leads out of the folder. */
  private Path resolve(String path) {
    Path asked = Path.of("/", path.split("/", -1)).normalize();
    return folder.resolve(Path.of("/").relativize(asked));
  }

  private static void serve(BlockingExchange exchange, String path, Path file)
      throws IOException, InterruptedException {
    if (!Files.exists(file)) {
      throw Files.isReadable(parent(file))
          ? new NoSuchFileException(path)
          : new AccessDeniedException(path);
    }
    boolean folder = Files.isDirectory(file);
    String name = name(path);
    if (folder && !path.endsWith("/")) {
      redirect(exchange, name + "/");
    } else if (!folder && path.endsWith("/")) {
      redirect(exchange, "../" + name);
    } else if (!folder) {
      FileAnswer.send(exchange, file);
    } else if (Files.isRegularFile(file.resolve("index.html"))) {
      FileAnswer.send(exchange, file.resolve("index.html"));
    } else {
      list(exchange, file);
    }
  }

  private static Path parent(Path file) {
    Path at = file;
    while (at.getParent() != null && !Files.exists(at)) {
      at = at.getParent();
    }
    return at;
  }

  private static String name(String path) {
    String end = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return end.substring(end.lastIndexOf('/') + 1);
  }

  private static void list(BlockingExchange exchange, Path folder)
      throws IOException, InterruptedException {
    Instant modified = Files.getLastModifiedTime(folder).toInstant();
    Preconditions conditions = new Preconditions(exchange, modified);
    if (conditions.notModified()) {
      exchange.start(304, List.of(), 0);
      exchange.end();
      return;
    }
    List<Header> headers =
        List.of(
            new Header("Content-Type", "text/html; charset=utf-8"),
            new Header("Last-Modified", conditions.lastModified()));
    send(exchange, 200, headers, FolderPage.of(folder));
  }

  private static void redirect(BlockingExchange exchange, String to) {
    String query = RequestTarget.query(exchange.target());
    String location = FolderPage.escaped(to) + (query.isEmpty() ? "" : "?" + query);
    exchange.start(301, List.of(new Header("Location", location)), 0);
    exchange.end();
  }

  static void error(BlockingExchange exchange, int status, String text, Optional<Header> header)
      throws IOException, InterruptedException {
    error(exchange, status, text, header.map(List::of).orElse(List.of()));
  }

  private static void error(BlockingExchange exchange, int status, String text, List<Header> more)
      throws IOException, InterruptedException {
    List<Header> headers = new ArrayList<>(more);
    headers.add(new Header("Content-Type", "text/plain; charset=utf-8"));
    headers.add(new Header("X-Content-Type-Options", "nosniff"));
    send(exchange, status, headers, text + "\n");
  }

  private static void send(BlockingExchange exchange, int status, List<Header> headers, String text)
      throws IOException, InterruptedException {
    byte[] body = text.getBytes(StandardCharsets.UTF_8);
    exchange.start(status, headers, body.length);
    exchange.write(body, body.length);
    exchange.end();
  }
}
