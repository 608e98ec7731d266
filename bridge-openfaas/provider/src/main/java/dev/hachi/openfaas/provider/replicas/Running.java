package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.Say;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What a replica runs as. Thread-safe. */
sealed interface Running {
  /** Ends when the replica has ended. */
  ProcessHandle process();

  /** All that it consists of. */
  Stream<ProcessHandle> processes();

  /** It is ready for the first time. */
  void started();

  /** Lets it end. */
  void terminate();

  /** Ends it at once. */
  void kill();

  /** Removes what is left of it. */
  void clear();

  /** A process of this machine. */
  record Local(ProcessHandle process) implements Running {
    @Override
    public Stream<ProcessHandle> processes() {
      return Stream.concat(Stream.of(process), process.descendants());
    }

    @Override
    public void started() {}

    @Override
    public void terminate() {
      var _ = process.destroy();
    }

    @Override
    public void kill() {
      var _ = process.destroyForcibly();
    }

    @Override
    public void clear() {}
  }

  /**
   * A container.
   *
   * @param process the engine's, which waits for its end and passes its output on
   * @param variables the file with its variables
   * @param first its first process, as soon as that is known
   */
  record Contained(
      ProcessHandle process,
      Engine engine,
      String name,
      Path variables,
      AtomicReference<@Nullable ProcessHandle> first)
      implements Running {
    private static final String GRACE_SECONDS = "30";

    @Override
    public Stream<ProcessHandle> processes() {
      ProcessHandle inside = first.get();
      return inside == null ? Stream.of() : Stream.concat(Stream.of(inside), inside.descendants());
    }

    @Override
    public void started() {
      try {
        long pid = Long.parseLong(engine.ask("inspect", "--format", "{{.State.Pid}}", name));
        ProcessHandle.of(pid).ifPresent(first::set);
      } catch (IOException | NumberFormatException e) {
        Say.line("what %s uses will not be known: %s".formatted(name, e.getMessage()));
      }
    }

    @Override
    public void terminate() {
      tell("stop", "-t", GRACE_SECONDS, name);
    }

    @Override
    public void kill() {
      tell("rm", "--force", name);
      var _ = process.destroyForcibly();
    }

    @Override
    public void clear() {
      // It is there still if only the engine's process was killed.
      tell("rm", "--force", name);
      try {
        Files.deleteIfExists(variables);
      } catch (IOException e) {
        Say.line("%s is left: %s".formatted(variables, e));
      }
    }

    private void tell(String... arguments) {
      try {
        engine.tell(arguments);
      } catch (IOException e) {
        Say.line("%s %s: %s".formatted(engine.program(), String.join(" ", arguments), e));
      }
    }
  }
}
