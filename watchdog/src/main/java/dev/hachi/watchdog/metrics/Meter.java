package dev.hachi.watchdog.metrics;

import java.util.List;

/** What the runtime's events are counted in, named as Prometheus shows it. */
enum Meter {
  ENTITIES_LIVE(Kind.GAUGE, "hachi_entities_live", "Entities in memory.", "function"),
  ACTIVATIONS(Kind.COUNTER, "hachi_activations_total", "Entities loaded into memory.", "function"),
  PASSIVATIONS(
      Kind.COUNTER, "hachi_passivations_total", "Entities let go from memory.", "function"),
  HANDLER_DURATION(
      Kind.DURATION,
      "hachi_handler_duration_seconds",
      "How long handlers ran.",
      "function",
      "handler",
      "outcome"),
  COMMIT_DURATION(
      Kind.DURATION,
      "hachi_commit_duration_seconds",
      "How long the store took for a commit.",
      "function"),
  COMMIT_OUTCOMES(
      Kind.SIZE, "hachi_commit_outcomes", "Invocations that shared a commit.", "function"),
  COMMIT_FAILURES(
      Kind.COUNTER,
      "hachi_commit_failures_total",
      "Commits that the store did not take.",
      "function"),
  MESSAGES(
      Kind.COUNTER,
      "hachi_messages_total",
      "Messages to other functions, by what became of them.",
      "function",
      "result"),
  TIMERS_FIRED(
      Kind.COUNTER, "hachi_timers_fired_total", "Timers that became an invocation.", "function");

  /** How values add up. */
  enum Kind {
    COUNTER,
    GAUGE,
    /** A distribution of nanoseconds, shown in seconds. */
    DURATION,
    /** A distribution of counts. */
    SIZE
  }

  final Kind kind;
  final String title;
  final String help;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  final List<String> labels;

  Meter(Kind kind, String title, String help, String... labels) {
    this.kind = kind;
    this.title = title;
    this.help = help;
    this.labels = List.of(labels);
  }
}
