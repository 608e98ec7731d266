package dev.hachi.protocol;

import dev.hachi.function.Bytes;
import dev.hachi.function.Effect;
import dev.hachi.function.Reply;

/** Version 1 of the process protocol as pure functions of bytes. Thread-safe. */
public final class Protocol {
  /** The version that this class speaks. */
  public static final int VERSION = 1;

  /** Where a process tells its {@link Greeting}. */
  public static final String GREETING_PATH = "/_hachi/protocol";

  /** Where a process takes a {@link ProcessInvocation}. */
  public static final String INVOKE_PATH = "/_hachi/invoke";

  /** The content type of all bodies. */
  public static final String CONTENT_TYPE = "application/json";

  /** The only one of the runtime's codes that a process may fail with. */
  public static final String BAD_MESSAGE = "bad_message";

  private Protocol() {}

  /**
   * What a process says of itself.
   *
   * @throws BadAnswerException when it is malformed, or no version is one of ours
   */
  public static Greeting greeting(Bytes body) throws BadAnswerException {
    return GreetingReader.read(body);
  }

  /** The body of a request to {@link #INVOKE_PATH}. */
  public static Bytes encode(ProcessInvocation invocation) {
    return InvocationWriter.write(invocation);
  }

  /**
   * What a process asks to commit.
   *
   * @param revision the one that the invocation had
   * @throws BadAnswerException when the answer is malformed, or of another revision
   */
  public static Answer answer(Bytes body, long revision) throws BadAnswerException {
    return AnswerReader.read(body, revision);
  }

  /** What a process answers. */
  public sealed interface Answer {}

  /** To be committed, or refused with a code of the author's own. */
  public record Done(Effect<State, Reply> effect) implements Answer {}

  /** The process cannot read the message; {@code why} says so to the caller. */
  public record NotUnderstood(String why) implements Answer {}
}
