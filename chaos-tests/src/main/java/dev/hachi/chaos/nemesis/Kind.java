package dev.hachi.chaos.nemesis;

import java.util.Locale;

/** What can be done to a cluster. */
public enum Kind {
  KILL("kill -9; another takes the place"),
  TERM("SIGTERM; another takes the place"),
  PAUSE("SIGSTOP, and SIGCONT later"),
  PARTITION("one replica and the others do not hear each other"),
  ONEWAY("one replica does not hear the others, or they do not hear it"),
  LOSS("one replica loses a part of its packets"),
  SCALE("one replica more, and one less later"),
  ROLL("one replica after another is replaced"),
  MEMORY("the memory for state is full"),
  SLOW("handlers keep some keys busy"),
  CLOCK("the clock of one replica is put forward or back");

  private final String what;

  Kind(String what) {
    this.what = what;
  }

  /** In a few words. */
  public String what() {
    return what;
  }

  /** Its name on the command line. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Whether it needs networks that packets can be dropped in. */
  public boolean needsNetwork() {
    return this == PARTITION || this == ONEWAY || this == LOSS;
  }

  /** Whether a replica may be lost by it; a cluster bears one at a time. */
  boolean costsReplica() {
    return this == KILL || this == PAUSE || needsNetwork();
  }

  /** Whether there are more replicas for a while. */
  boolean changesCount() {
    return this == SCALE || this == ROLL;
  }
}
