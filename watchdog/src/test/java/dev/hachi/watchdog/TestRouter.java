package dev.hachi.watchdog;

import dev.hachi.function.Bytes;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.Router;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Answers by the handler's name; keeps what {@code hold} got, until the test lets it go. */
final class TestRouter implements Router {
  final Queue<CompletableFuture<Outcome>> held = new ConcurrentLinkedQueue<>();

  @Override
  public CompletionStage<Outcome> invoke(Invocation invocation) {
    return switch (invocation.handler()) {
      case "hold" -> {
        CompletableFuture<Outcome> outcome = new CompletableFuture<>();
        held.add(outcome);
        yield outcome;
      }
      case "fail" -> done(new Outcome.Failed(invocation.message().body().text(), "said \"no\"\n"));
      case "echo" -> done(new Outcome.Replied(Reply.text(invocation.message().body().text())));
      case "id" -> done(text(invocation.id() + " " + invocation.lasting()));
      case "left" ->
          done(text("" + Duration.between(Instant.now(), invocation.deadline()).toMillis()));
      case "split" ->
          done(new Outcome.Replied(reply(List.of(new Header("X-A", "b\r\nSet-Cookie: c")))));
      case "frame" -> done(new Outcome.Replied(reply(List.of(new Header("Content-Length", "99")))));
      default -> done(text(invocation.address() + " " + invocation.handler()));
    };
  }

  @Override
  public void settle(Address receiver, Origin.Tell origin) {
    throw new AssertionError("nobody tells in these tests");
  }

  void release() {
    held.forEach(outcome -> outcome.complete(text("held")));
  }

  private static Outcome text(String text) {
    return new Outcome.Replied(Reply.text(text));
  }

  private static Reply reply(List<Header> headers) {
    return new Reply(200, "", headers, Bytes.utf8("ok"));
  }

  private static CompletionStage<Outcome> done(Outcome outcome) {
    return CompletableFuture.completedFuture(outcome);
  }
}
