package dev.hachi.watchdog.http;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.sharding.membership.Contact;
import dev.hachi.watchdog.admin.AdminAnswer;
import dev.hachi.watchdog.admin.AdminApi;
import dev.hachi.watchdog.metrics.Metrics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** The operators' port: metrics, and the admin API. */
final class MetricsSite implements Site {
  private final Metrics metrics;
  private final Operators operators;

  MetricsSite(Metrics metrics, Operators operators) {
    this.metrics = metrics;
    this.operators = operators;
  }

  @Override
  public CompletionStage<Answer> answer(Call call) {
    String path = call.path();
    AdminApi admin = operators.admin();
    if (admin != null && path.startsWith(AdminApi.PREFIX)) {
      return admin
          .answer(call.method(), path, call.query(), call.header("Authorization").orElse(""))
          .thenApply(MetricsSite::json);
    }
    return CompletableFuture.completedStage(
        switch (path) {
          case "/metrics" ->
              Answer.text(200, Metrics.CONTENT_TYPE, metrics.text() + operators.metrics().get());
          case Contact.PATH ->
              operators
                  .contact()
                  .get()
                  .map(json -> Answer.text(200, "application/json", json + "\n"))
                  .orElseGet(MetricsSite::notFound);
          default -> notFound();
        });
  }

  private static Answer notFound() {
    return Answer.text(404, "text/plain; charset=utf-8", "404 page not found\n");
  }

  private static Answer json(AdminAnswer answer) {
    List<Header> headers = new ArrayList<>();
    headers.add(new Header("Content-Type", "application/json"));
    answer.headers().forEach((name, value) -> headers.add(new Header(name, value)));
    return new Answer(answer.status(), headers, Bytes.utf8(answer.json()));
  }
}
