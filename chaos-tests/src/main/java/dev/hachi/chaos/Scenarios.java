package dev.hachi.chaos;

import dev.hachi.chaos.report.Report;
import java.io.IOException;

/** What is done to a cluster under load. */
final class Scenarios {
  private Scenarios() {}

  /** One of three is killed, and another takes its place. */
  static Report kill(Settings settings) throws IOException, InterruptedException {
    try (var trial = Trial.start("kill", settings, 3, 3)) {
      trial.pause();
      for (var time = 0; time < settings.times(); time++) {
        trial.kill(trial.any());
        trial.pause();
        trial.add();
        trial.awaitServing();
        trial.pause();
      }
      return trial.finish();
    }
  }
}
