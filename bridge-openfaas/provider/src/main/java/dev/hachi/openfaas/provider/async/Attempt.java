package dev.hachi.openfaas.provider.async;

import dev.hachi.openfaas.provider.Say;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.proxy.Caller;
import dev.hachi.openfaas.provider.proxy.Outgoing;
import dev.hachi.openfaas.provider.proxy.Passing;
import dev.hachi.openfaas.provider.store.Calls;
import dev.hachi.openfaas.provider.store.Calls.Answer;
import dev.hachi.openfaas.provider.store.Calls.Call;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** One attempt to make a call and to tell its callback. Thread-safe. */
record Attempt(Calls calls, Backlog backlog, Caller caller, Callback callback) {
  private static final int ANSWER_MAX = 16 * 1024 * 1024;
  private static final int TOO_LARGE = 502;
  private static final int CLIENT_ERROR = 400;
  private static final double NANOS = 1e9;

  /** Returns why something is left to do; empty when nothing is. */
  String of(long number, Call call) throws InterruptedException {
    Answer answer = call.answer();
    if (answer == null) {
      try {
        answer = called(call);
      } catch (IOException e) {
        return "no answer (%s)".formatted(e);
      }
      if (Repeats.isForLater(answer.status())) {
        return "the function answers " + answer.status();
      }
      if (call.callback() == null) {
        tellOfFailure(call, answer);
        return "";
      }
      answer = kept(number, call, answer);
    }
    return call.callback() == null ? "" : callback.tell(call, call.callback(), answer);
  }

  /** Nobody else is told. */
  private static void tellOfFailure(Call call, Answer answer) {
    if (answer.status() >= CLIENT_ERROR) {
      Say.line(
          "call %s of %s ends with status %d, and nobody wants its answer"
              .formatted(call.id(), call.function(), answer.status()));
    }
  }

  // ---- call -------------------------------------------------------------------------------------

  private Answer called(Call call) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Outgoing request =
        new Outgoing("POST", call.target(), call.headers(), new Outgoing.Bytes(call.body()));
    try (Caller.Reply reply = caller.call(call.function(), request)) {
      byte[] body = read(reply.response().body(), caller.timeout());
      double seconds = (System.nanoTime() - start) / NANOS;
      Map<String, List<String>> headers = Passing.on(reply.response().headers().map());
      return new Answer(reply.response().statusCode(), headers, body, seconds);
    } catch (Refused e) {
      // 503 if no replica is ready; 404 if it was removed, and will not come back by waiting.
      return failure(e.status(), 0);
    }
  }

  /**
   * One byte more than allowed at most. Its end in time is not the client's care, only the head is;
   * when the caller closes the body, what reads ends.
   */
  private static byte[] read(InputStream body, Duration max)
      throws IOException, InterruptedException {
    FutureTask<byte[]> reading = new FutureTask<>(() -> body.readNBytes(ANSWER_MAX + 1));
    var _ = Thread.ofVirtual().start(reading);
    try {
      return reading.get(max.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new HttpTimeoutException("it began, and did not end within %s".formatted(max));
    } catch (ExecutionException e) {
      throw new IOException("it broke off", e.getCause());
    }
  }

  // ---- answer -----------------------------------------------------------------------------------

  /** What is kept for the callback; the request is not, as it will not be made again. */
  private Answer kept(long number, Call call, Answer answer) {
    Answer kept = answer;
    if (answer.body().length > ANSWER_MAX || !backlog.resize(growth(call, answer))) {
      kept = failure(TOO_LARGE, answer.seconds());
      // It takes no more than the request did.
      var _ = backlog.resize(growth(call, kept));
    }
    try {
      calls.answered(number, call, kept);
      return kept;
    } catch (RuntimeException e) {
      var _ = backlog.resize(-growth(call, kept));
      throw e;
    }
  }

  private static long growth(Call call, Answer answer) {
    return call.with(answer).bytes() - call.bytes();
  }

  private static Answer failure(int status, double seconds) {
    return new Answer(status, Map.of(), new byte[0], seconds);
  }
}
