package dev.hachi.openfaas.provider.replicas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A program that runs containers. Thread-safe.
 *
 * @param program {@code podman} or {@code docker}, or its path
 */
record Engine(String program) {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  boolean isPodman() {
    return program.endsWith("podman");
  }

  /**
   * What it answers.
   *
   * @throws IOException when it fails, with the last line that it said, or does not answer in time
   */
  String ask(String... arguments) throws IOException {
    Process process = builder(arguments).redirectErrorStream(true).start();
    var said =
        CompletableFuture.supplyAsync(() -> all(process), task -> Thread.ofVirtual().start(task));
    try {
      String text = said.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS).strip();
      if (!process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new TimeoutException();
      }
      if (process.exitValue() != 0) {
        throw new IOException(
            "%s: %s".formatted(program, text.substring(text.lastIndexOf('\n') + 1)));
      }
      return text;
    } catch (TimeoutException e) {
      throw new IOException(
          "%s has not answered within %d s".formatted(program, PATIENCE.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new IOException("%s: %s".formatted(program, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("%s was not waited for".formatted(program), e);
    } finally {
      var _ = process.destroyForcibly();
    }
  }

  /** Lets it do something; what comes of it shows elsewhere. */
  void tell(String... arguments) throws IOException {
    var _ =
        builder(arguments)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
  }

  private ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }

  private static String all(Process process) {
    try {
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
