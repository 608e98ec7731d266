package dev.hachi.chaos.nemesis;

import java.time.Duration;

/** One kind of fault. */
interface Nemesis {
  /**
   * What was seen of a fault.
   *
   * @param happened whether that shows that it really happened
   */
  record Evidence(String victim, String seen, boolean happened) {}

  /** Makes the fault, lets it last, and heals it, even when it is interrupted. */
  Evidence make(Stage stage, Duration length, int choice) throws Exception;

  /** The one for {@code kind}. */
  static Nemesis of(Kind kind) {
    return switch (kind) {
      case KILL -> Signals::kill;
      case TERM -> Signals::terminate;
      case PAUSE -> Signals::pause;
      case PARTITION -> Cuts::partition;
      case ONEWAY -> Cuts::oneWay;
      case LOSS -> Cuts::loss;
      case SCALE -> Replacements::scale;
      case ROLL -> Replacements::roll;
      case MEMORY -> Burdens::fillMemory;
      case SLOW -> Burdens::slow;
      case CLOCK -> Clocks::jump;
    };
  }
}
