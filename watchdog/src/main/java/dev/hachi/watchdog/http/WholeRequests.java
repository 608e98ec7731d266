package dev.hachi.watchdog.http;

import dev.hachi.runtime.FailureCode;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets a site see whole requests only, up to a size, and answer with whole answers. */
final class WholeRequests implements Service {
  private static final Logger log = LoggerFactory.getLogger(WholeRequests.class);

  private final Site site;
  private final int bodyMax;
  private final BodyBudget budget;

  WholeRequests(Site site, int bodyMax, BodyBudget budget) {
    this.site = site;
    this.bodyMax = budget.largest(bodyMax);
    this.budget = budget;
  }

  @Override
  public Responder begin(Exchange exchange) {
    RequestTarget.toOrigin(exchange.head());
    One one = new One((ServerExchange) exchange);
    if (HttpUtil.getContentLength(exchange.head(), 0L) > bodyMax) {
      one.refuse(HeadCheck.tooLarge(bodyMax));
    }
    return one;
  }

  @Override
  public Answer late(HttpRequest head, Lateness lateness) {
    Duration spent = Duration.ofMillis(Duration.ofNanos(lateness.nanos()).toMillis());
    return OutcomeWriter.failed(
        FailureCode.DEADLINE, "the request did not arrive within read_timeout, after " + spent);
  }

  @Override
  public void refused(String method, Answer answer) {
    site.refused(method, answer.status());
  }

  @Override
  public boolean leaving() {
    return site.leaving();
  }

  /** One request on its way to the site. */
  private final class One implements Responder {
    private final ServerExchange exchange;
    private final BodyBuffer body = new BodyBuffer(budget, bodyMax);
    private boolean asked;

    One(ServerExchange exchange) {
      this.exchange = exchange;
      exchange.whenEnded(this::ended);
    }

    @Override
    public void body(ByteBuf part) {
      if (!exchange.started()) {
        switch (body.add(part)) {
          case KEPT -> {}
          case TOO_LARGE -> refuse(HeadCheck.tooLarge(bodyMax));
          case NO_ROOM -> refuse(budget.refusal());
        }
      }
      part.release();
    }

    @Override
    public void bodyEnd(HttpHeaders trailers) {
      if (exchange.started()) {
        return;
      }
      asked = true;
      var _ =
          site.answer(Call.of(exchange.head(), body.content()))
              .whenComplete((answer, failure) -> onLoop(() -> answer(answer, failure)));
    }

    private void onLoop(Runnable task) {
      if (exchange.loop().inEventLoop()) {
        task.run();
      } else {
        exchange.loop().execute(task);
      }
    }

    private void answer(@Nullable Answer answer, @Nullable Throwable failure) {
      if (answer == null) {
        HttpRequest head = exchange.head();
        log.error("no answer to {} {}", head.method(), head.uri(), failure);
      }
      body.close();
      exchange.answer(answer == null ? Answer.empty(500) : answer, false);
    }

    private void refuse(Answer answer) {
      body.close();
      exchange.answer(answer, true);
    }

    /** What the site was never asked it cannot have counted; what it was asked it still holds. */
    private void ended(int status) {
      if (asked) {
        return;
      }
      body.close();
      if (status != 0) {
        site.refused(exchange.head().method().name(), status);
      }
    }

    @Override
    public void writabilityChanged() {}

    @Override
    public void gone(boolean certain) {}
  }
}
