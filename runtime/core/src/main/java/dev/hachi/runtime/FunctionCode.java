package dev.hachi.runtime;

import dev.hachi.function.Bytes;
import dev.hachi.function.Context;
import dev.hachi.function.Effect;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The author's code of one function, in whatever language: state and message in, effect out. It
 * knows nothing of entities, commits and stores. Thread-safe; called on virtual threads, so it may
 * block until the invocation's deadline, when its thread is interrupted.
 */
public interface FunctionCode {
  /**
   * One invocation on its way through a handler.
   *
   * @param state what {@link #decode} or an earlier effect of this code made
   * @param revision how many commits the entity has had
   * @param context what the handler may know and ask
   */
  record Run(Object state, Invocation invocation, long revision, Context context) {}

  /** The function's own name; it may be hosted under another one. */
  String name();

  /** The names of its handlers, in alphabetical order; empty while they are not known. */
  List<String> handlers();

  /** The version under which {@link #encode} writes. */
  int stateVersion();

  /**
   * The state of {@code key}, from what this code encoded earlier.
   *
   * @param version under which {@code stored} was written
   * @param stored null for a key without state
   * @throws Exception when that is not a state of this code
   */
  Object decode(String key, int version, @Nullable Bytes stored) throws Exception;

  /**
   * What this code encoded earlier, for people: JSON's own kinds of values, lists and maps of them.
   *
   * @param version under which {@code stored} was written
   * @throws IOException when that is not a state of this code
   */
  Object shown(int version, Bytes stored) throws IOException;

  /** The bytes to store of {@code state}. */
  Bytes encode(Object state) throws IOException;

  /**
   * Handles one invocation; nothing is committed unless this returns.
   *
   * @throws InvocationFailedException with a code of the runtime and a sentence for the caller
   * @throws Exception any other failure of the author's code
   */
  Effect<?, ?> run(Run run) throws Exception;
}
