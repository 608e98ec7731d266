package dev.hachi.watchdog.stateful;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.hachi.function.Bytes;
import dev.hachi.function.Effect;
import dev.hachi.function.Reply;
import dev.hachi.protocol.BadAnswerException;
import dev.hachi.protocol.Greeting;
import dev.hachi.protocol.ProcessInvocation;
import dev.hachi.protocol.Protocol;
import dev.hachi.protocol.State;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.FunctionCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.InvocationFailedException;
import dev.hachi.watchdog.proxy.AnswerTooLargeException;
import dev.hachi.watchdog.proxy.NoRoomException;
import dev.hachi.watchdog.proxy.ProcessAnswer;
import dev.hachi.watchdog.proxy.ProcessClient;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A function whose code is a process that speaks the process protocol. Thread-safe. */
public final class ProcessFunction implements FunctionCode {
  private static final Logger log = LoggerFactory.getLogger(ProcessFunction.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  // Many servers have a thread or a process for each connection.
  private static final int CALLS_MAX = 256;

  private final String name;
  private final ProcessClient client;
  private final Handshake handshake;
  private final Semaphore places = new Semaphore(CALLS_MAX);

  /** The function {@code name} in the process that {@code client} asks. */
  public ProcessFunction(String name, ProcessClient client) {
    this.name = name;
    this.client = client;
    this.handshake = new Handshake(client);
  }

  /** Waits for the process in the background, so that the log tells early what it speaks. */
  public void greet(Duration patience) {
    Thread.ofVirtual().name("greet").start(() -> logGreeting(patience));
  }

  private void logGreeting(Duration patience) {
    try {
      List<String> handlers = handshake.await(patience).handlers();
      log.info(
          "function {} speaks protocol {}, handlers: {}",
          name,
          Protocol.VERSION,
          String.join(", ", handlers));
    } catch (IOException | TimeoutException | BadAnswerException e) {
      log.warn("function {} cannot be asked: {}", name, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> handlers() {
    Greeting known = handshake.known();
    return known == null ? List.of() : known.handlers();
  }

  @Override
  public int stateVersion() {
    return State.VERSION;
  }

  @Override
  public Object decode(String key, int version, @Nullable Bytes stored) {
    return stored == null ? State.NONE : State.decode(version, stored);
  }

  @Override
  public Object shown(int version, Bytes stored) throws IOException {
    State state = State.decode(version, stored);
    byte[] body = state.body().toArray();
    return state.contentType().equals(State.JSON)
        ? JSON.readValue(body, Object.class)
        : Map.of("content_type", state.contentType(), "base64", body);
  }

  @Override
  public Bytes encode(Object state) {
    return ((State) state).encode();
  }

  @Override
  public Effect<?, ?> run(Run run) throws InvocationFailedException {
    Invocation invocation = run.invocation();
    try {
      checkHandler(handshake.await(left(run)).handlers(), invocation.handler());
      return effectOf(run, ask(run));
    } catch (BadAnswerException | AnswerTooLargeException e) {
      throw failed(
          invocation, FailureCode.BAD_ANSWER, "answered what its protocol does not allow", e);
    } catch (NoRoomException e) {
      throw failed(
          invocation, FailureCode.OVERLOADED, "gave an answer for which there is no room", e);
    } catch (IOException e) {
      handshake.forget();
      throw failed(invocation, FailureCode.FUNCTION_FAILED, "cannot be reached, or hung up", e);
    } catch (TimeoutException e) {
      throw failed(invocation, FailureCode.DEADLINE, "did not answer until the deadline", e);
    } catch (InterruptedException e) {
      throw failed(invocation, FailureCode.DEADLINE, "did not answer until the deadline", e);
    }
  }

  private void checkHandler(List<String> handlers, String handler)
      throws InvocationFailedException {
    if (!handlers.contains(handler)) {
      throw new InvocationFailedException(
          FailureCode.NO_SUCH_HANDLER,
          "function %s has no handler %s; it has %s"
              .formatted(name, handler, String.join(", ", handlers)),
          null);
    }
  }

  private ProcessAnswer ask(Run run) throws IOException, TimeoutException, InterruptedException {
    if (!places.tryAcquire(left(run).toNanos(), TimeUnit.NANOSECONDS)) {
      throw new TimeoutException(CALLS_MAX + " invocations were in the process all the time");
    }
    try {
      Duration left = left(run);
      return client.ask("POST", Protocol.INVOKE_PATH, Protocol.encode(asked(run, left)), left);
    } finally {
      places.release();
    }
  }

  private static Duration left(Run run) {
    Duration left = Duration.between(run.context().clock().instant(), run.invocation().deadline());
    return left.isNegative() ? Duration.ZERO : left;
  }

  private ProcessInvocation asked(Run run, Duration left) {
    Invocation invocation = run.invocation();
    return new ProcessInvocation(
        name,
        invocation.address().key(),
        invocation.handler(),
        invocation.id(),
        left,
        run.revision(),
        run.context().caller(),
        invocation.message(),
        (State) run.state());
  }

  private static Effect<?, ?> effectOf(Run run, ProcessAnswer answer)
      throws BadAnswerException, InvocationFailedException {
    if (answer.status() == 500) {
      throw threw(run.invocation(), answer);
    }
    if (answer.status() != 200) {
      throw new BadAnswerException(
          "POST %s has status %d instead of 200 or 500"
              .formatted(Protocol.INVOKE_PATH, answer.status()));
    }
    return switch (Protocol.answer(answer.body(), run.revision())) {
      case Protocol.Done(Effect<State, Reply> effect) -> effect;
      case Protocol.NotUnderstood(String why) ->
          throw new InvocationFailedException(FailureCode.BAD_MESSAGE, why, null);
    };
  }

  private static InvocationFailedException threw(Invocation invocation, ProcessAnswer answer) {
    String said = answer.body().text().strip().replaceAll("\\p{Cntrl}+", " ");
    String why = said.length() <= 200 ? said : said.substring(0, 200) + "...";
    return new InvocationFailedException(
        FailureCode.HANDLER_FAILED,
        "handler %s failed and changed nothing; the log has the cause under %s"
            .formatted(invocation.handler(), invocation.id()),
        new IOException("the process answered 500: " + why));
  }

  private InvocationFailedException failed(
      Invocation invocation, String code, String what, Exception cause) {
    return new InvocationFailedException(
        code,
        "the process of function %s %s; nothing changed, and the log has the cause under %s"
            .formatted(name, what, invocation.id()),
        cause);
  }
}
