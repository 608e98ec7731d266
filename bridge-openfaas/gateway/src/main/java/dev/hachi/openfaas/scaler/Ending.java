package dev.hachi.openfaas.scaler;

import java.util.Locale;

/** What became of a wish for another number of replicas. */
public enum Ending {
  /** The gateway took it. */
  ACCEPTED,
  /** The gateway answered that it does not do that. */
  REFUSED,
  /** The gateway gave no answer, or none in time. */
  UNREACHABLE,
  /** The gateway took the last wish, and nothing came of it. */
  IGNORED,
  /** There are as many as there may be. */
  AT_MAX,
  /** There are as few as there may be. */
  AT_MIN,
  /** So many as there may be would be as full. */
  NO_RELIEF,
  /** Replicas or shards are on their way: what comes of that has to be seen first. */
  UNSETTLED;

  /** As metrics have it. */
  public String title() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether the same wish will hardly fare better soon. */
  boolean isVain() {
    return switch (this) {
      case REFUSED, UNREACHABLE, IGNORED, AT_MAX, NO_RELIEF -> true;
      case ACCEPTED, AT_MIN, UNSETTLED -> false;
    };
  }
}
