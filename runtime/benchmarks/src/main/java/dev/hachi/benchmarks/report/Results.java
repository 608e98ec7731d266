package dev.hachi.benchmarks.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that a run came to, as its file has it.
 *
 * @param measured when it began
 * @param yardstick what the figures are divided by
 * @param quick whether it was a short run
 * @param seconds how long a sample lasted
 * @param processors that all processes share
 * @param java the version of the JVM
 * @param figures in the order in which they were measured
 * @param failures what must not be, by scenario; a scenario that is named here has no figures
 */
public record Results(
    String measured,
    String yardstick,
    boolean quick,
    int seconds,
    int processors,
    String java,
    List<Figure> figures,
    List<String> failures) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** The figure of that scenario and name; null when there is none. */
  public @Nullable Figure find(String scenario, String name) {
    return figures.stream()
        .filter(figure -> figure.scenario().equals(scenario) && figure.name().equals(name))
        .findAny()
        .orElse(null);
  }

  /**
   * Checks, before a run that is to be compared with this one, that it measures in the same way.
   *
   * @throws IllegalArgumentException when it does not
   */
  public void checkComparable(String otherYardstick, boolean otherQuick) {
    if (!yardstick.equals(otherYardstick) || quick != otherQuick) {
      throw new IllegalArgumentException(
          "the baseline was measured %s, this run would be %s; measure both in the same way"
              .formatted(way(yardstick, quick), way(otherYardstick, otherQuick)));
    }
  }

  private static String way(String yardstick, boolean quick) {
    return "against %s%s".formatted(yardstick, quick ? " with --quick" : "");
  }

  public void write(Path file) throws IOException {
    Files.writeString(file, JSON.writeValueAsString(this) + "\n");
  }

  /**
   * What was written to {@code file}.
   *
   * @throws IllegalArgumentException when there is no such file, or it is of another kind
   */
  public static Results read(Path file) throws IOException {
    try {
      return JSON.readValue(Files.readString(file), Results.class);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file + "; --save writes one", e);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "%s is no file that --save wrote: %s".formatted(file, e.getOriginalMessage()), e);
    }
  }
}
