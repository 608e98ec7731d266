package dev.hachi.watchdog.admin;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The pages that operators may read on the metrics port, each a JSON object at its own path.
 * Thread-safe; never blocks.
 */
public final class AdminApi {
  /** How all its paths begin. */
  public static final String PREFIX = "/admin/";

  private static final Logger log = LoggerFactory.getLogger(AdminApi.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final @Nullable AdminToken token;
  private final boolean onLoopback;
  private final Map<String, AdminPage> pages;

  /**
   * An API that answers who knows {@code token}.
   *
   * @param token empty when there is none
   * @param onLoopback whether only this machine can ask; without a token there is an API only then
   * @param pages by what follows {@link #PREFIX} in their path
   */
  public AdminApi(Optional<AdminToken> token, boolean onLoopback, Map<String, AdminPage> pages) {
    this.token = token.orElse(null);
    this.onLoopback = onLoopback;
    this.pages = Map.copyOf(pages);
  }

  /** The answer; never completes with an exception. */
  public CompletionStage<AdminAnswer> answer(
      String method, String path, String query, String authorization) {
    if (token == null && !onLoopback) {
      return refused(
          404, "not_found", "there is no admin API here: hachi_admin_token_file is unset");
    }
    if (token != null && !token.opens(authorization)) {
      return CompletableFuture.completedStage(
          failed(
              401,
              Map.of("WWW-Authenticate", "Bearer realm=\"hachi admin\""),
              "unauthorized",
              "the header \"Authorization: Bearer TOKEN\" is missing or has another token"));
    }
    AdminPage page = pages.get(path.substring(PREFIX.length()));
    if (page == null) {
      return refused(404, "not_found", "no such page; there are " + paths());
    }
    if (!method.equals("GET")) {
      return CompletableFuture.completedStage(
          failed(405, Map.of("Allow", "GET"), "method_not_allowed", "the method must be GET"));
    }
    return content(page, query).handle(AdminApi::shown);
  }

  private static CompletionStage<Map<String, ?>> content(AdminPage page, String query) {
    try {
      return page.content(parsed(query));
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static Map<String, String> parsed(String query) {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String pair : query.isEmpty() ? new String[0] : query.split("&", -1)) {
      int end = pair.indexOf('=');
      if (end < 0) {
        throw badQuery();
      }
      pairs.put(decoded(pair.substring(0, end)), decoded(pair.substring(end + 1)));
    }
    return pairs;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw badQuery();
    }
  }

  private static AdminException badQuery() {
    return new AdminException(
        400, "bad_query", "the query must be NAME=VALUE pairs joined by &, percent-encoded");
  }

  private String paths() {
    return String.join(", ", pages.keySet().stream().map(PREFIX::concat).sorted().toList());
  }

  private static AdminAnswer shown(@Nullable Map<String, ?> content, @Nullable Throwable failure) {
    if (content != null) {
      return new AdminAnswer(200, Map.of(), json(content));
    }
    Throwable cause = failure instanceof CompletionException e ? e.getCause() : failure;
    if (cause instanceof AdminException told) {
      return failed(told.status(), Map.of(), told.code(), told.sentence());
    }
    if (cause instanceof TimeoutException) {
      return failed(
          503, Map.of(), "no_answer", "what is asked for did not come in time; ask again");
    }
    log.error("a page of the admin API failed", failure);
    return failed(500, Map.of(), "failed", "the page failed; the log has the cause");
  }

  private static CompletionStage<AdminAnswer> refused(int status, String code, String message) {
    return CompletableFuture.completedStage(failed(status, Map.of(), code, message));
  }

  private static AdminAnswer failed(
      int status, Map<String, String> headers, String code, String message) {
    return new AdminAnswer(status, headers, json(new Problem(code, message)));
  }

  private record Problem(String code, String message) {}

  private static String json(Object content) {
    try {
      return JSON.writeValueAsString(content) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a page holds what JSON cannot say", e);
    }
  }
}
