package dev.hachi.watchdog.http;

import dev.hachi.watchdog.metrics.Metrics;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The metrics port. */
final class MetricsSite implements Site {
  private final Metrics metrics;

  MetricsSite(Metrics metrics) {
    this.metrics = metrics;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    return CompletableFuture.completedStage(
        call.path().equals("/metrics")
            ? Answer.text(200, Metrics.CONTENT_TYPE, metrics.text())
            : Answer.text(404, "text/plain; charset=utf-8", "404 page not found\n"));
  }
}
