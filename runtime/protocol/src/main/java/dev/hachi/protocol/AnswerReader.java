package dev.hachi.protocol;

import dev.hachi.function.Bytes;
import dev.hachi.function.Call;
import dev.hachi.function.Effect;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads answers; the rules for names, codes, delays and statuses are those of {@link Effect}. */
final class AnswerReader {
  private static final int ORDERS_MAX = 10_000;

  private final Fields fields;

  private AnswerReader(Fields fields) {
    this.fields = fields;
  }

  static Protocol.Answer read(Bytes body, long revision) throws BadAnswerException {
    Fields fields =
        Fields.of(body)
            .only(
                "revision",
                "state",
                "stateBytes",
                "reply",
                "tells",
                "cancelTimers",
                "timers",
                "fail");
    long echoed = fields.get("revision").number(0, Long.MAX_VALUE);
    if (echoed != revision) {
      throw new BadAnswerException(
          "revision is %d and the invocation had %d: it answers another invocation"
              .formatted(echoed, revision));
    }
    try {
      return new AnswerReader(fields).read();
    } catch (IllegalArgumentException e) {
      throw new BadAnswerException(String.valueOf(e.getMessage()), e);
    }
  }

  private Protocol.Answer read() throws BadAnswerException {
    if (fields.has("fail")) {
      return refusal();
    }
    List<Effect.Order> orders = new ArrayList<>();
    for (Fields tell : fields.list("tells")) {
      orders.add(tell(tell));
    }
    for (Fields timer : fields.list("cancelTimers")) {
      orders.add(new Effect.CancelTimer(timer.text()));
    }
    for (Fields timer : fields.list("timers")) {
      orders.add(timer(timer));
    }
    if (orders.size() > ORDERS_MAX) {
      throw new BadAnswerException(
          "%d messages and timers in one answer; %d are allowed"
              .formatted(orders.size(), ORDERS_MAX));
    }
    return new Protocol.Done(new Effect<>(change(), reply(), orders));
  }

  /** A refusal stands alone, so that nobody believes that the rest is committed. */
  private Protocol.Answer refusal() throws BadAnswerException {
    fields.only("revision", "fail");
    Fields fail = fields.get("fail").only("code", "message");
    String code = fail.get("code").text();
    String message = fail.get("message").text();
    return code.equals(Protocol.BAD_MESSAGE)
        ? new Protocol.NotUnderstood(message)
        : new Protocol.Done(Effect.fail(code, message));
  }

  private Effect.Change<State> change() throws BadAnswerException {
    if (fields.has("state") && fields.has("stateBytes")) {
      throw new BadAnswerException("state and stateBytes exclude each other");
    }
    if (fields.has("stateBytes")) {
      Fields raw = fields.get("stateBytes").only("contentType", "base64");
      String type = raw.get("contentType").text();
      raw.check(!type.equals(State.JSON), "state instead, for the content type " + State.JSON);
      return new Effect.Become<>(new State(type, raw.get("base64").base64()));
    }
    if (!fields.has("state")) {
      return new Effect.Keep<>();
    }
    Fields state = fields.get("state");
    return state.node().isNull()
        ? new Effect.Delete<>()
        : new Effect.Become<>(new State(State.JSON, state.json()));
  }

  private @Nullable Reply reply() throws BadAnswerException {
    if (!fields.has("reply")) {
      return null;
    }
    Fields reply =
        fields.get("reply").only("status", "contentType", "headers", "json", "text", "base64");
    Content content = Content.of(reply);
    int status = reply.has("status") ? (int) reply.get("status").number(200, 599) : 200;
    return new Reply(status, content.type(), headers(reply), content.body());
  }

  private static Effect.Order tell(Fields tell) throws BadAnswerException {
    tell.only("function", "key", "handler", "afterMillis", "message");
    Call<Object> call =
        Call.to(
            Object.class,
            tell.get("function").text(),
            tell.get("key").text(),
            tell.get("handler").text(),
            message(tell));
    return new Effect.Tell(
        after(tell), call.function(), call.key(), call.handler(), call.message());
  }

  private static Effect.Order timer(Fields timer) throws BadAnswerException {
    timer.only("name", "afterMillis", "handler", "message");
    timer.get("afterMillis");
    return new Effect.SetTimer(
        timer.get("name").text(), after(timer), timer.get("handler").text(), message(timer));
  }

  private static Duration after(Fields order) throws BadAnswerException {
    return order.has("afterMillis")
        ? Duration.ofMillis(order.get("afterMillis").number(0, Effect.DELAY_MAX.toMillis()))
        : Duration.ZERO;
  }

  private static @Nullable Request message(Fields order) throws BadAnswerException {
    if (!order.has("message")) {
      return null;
    }
    Fields message = order.get("message").only("contentType", "headers", "json", "text", "base64");
    Content content = Content.of(message);
    return new Request(content.type(), headers(message), content.body());
  }

  private static List<Header> headers(Fields message) throws BadAnswerException {
    List<Header> headers = new ArrayList<>();
    for (Fields header : message.list("headers")) {
      List<Fields> pair = header.elements();
      header.check(pair.size() == 2, "a name and a value");
      headers.add(new Header(pair.get(0).text(), pair.get(1).text()));
    }
    return headers;
  }

  /** What a reply or a message carries, in one of three forms. */
  private record Content(String type, Bytes body) {
    static Content of(Fields fields) throws BadAnswerException {
      int forms = 0;
      for (String form : List.of("json", "text", "base64")) {
        forms += fields.has(form) ? 1 : 0;
      }
      fields.check(forms <= 1, "one of json, text and base64");
      if (fields.has("json")) {
        return new Content(type(fields, State.JSON), fields.get("json").json());
      }
      if (fields.has("text")) {
        return new Content(
            type(fields, "text/plain; charset=utf-8"), Bytes.utf8(fields.get("text").text()));
      }
      return fields.has("base64")
          ? new Content(type(fields, "application/octet-stream"), fields.get("base64").base64())
          : new Content(type(fields, ""), Bytes.EMPTY);
    }

    private static String type(Fields fields, String otherwise) throws BadAnswerException {
      return fields.has("contentType") ? fields.get("contentType").text() : otherwise;
    }
  }
}
