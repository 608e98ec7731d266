package dev.hachi.watchdog.http;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.watchdog.admin.AdminAnswer;
import dev.hachi.watchdog.admin.AdminApi;
import dev.hachi.watchdog.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The operators' port: metrics, and the admin API. */
final class MetricsSite implements Site {
  private final Metrics metrics;
  private final Supplier<String> runtimeMetrics;
  private final @Nullable AdminApi admin;

  MetricsSite(Metrics metrics, Supplier<String> runtimeMetrics, @Nullable AdminApi admin) {
    this.metrics = metrics;
    this.runtimeMetrics = runtimeMetrics;
    this.admin = admin;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    String path = call.path();
    if (admin != null && path.startsWith(AdminApi.PREFIX)) {
      return admin
          .answer(call.method(), path, call.header("Authorization").orElse(""))
          .thenApply(MetricsSite::json);
    }
    return CompletableFuture.completedStage(
        path.equals("/metrics")
            ? Answer.text(200, Metrics.CONTENT_TYPE, metrics.text() + runtimeMetrics.get())
            : Answer.text(404, "text/plain; charset=utf-8", "404 page not found\n"));
  }

  private static Answer json(AdminAnswer answer) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", "application/json"));
    answer.headers().forEach((name, value) -> headers.add(new Header(name, value)));
    return new Answer(answer.status(), headers, Bytes.utf8(answer.json()));
  }
}
