package dev.hachi.chaos.workload;

/** What a replica answers when it is asked whether it takes requests. */
enum Health {
  GOOD,
  BAD,
  /** Nothing in time: it is frozen, or slow. */
  SILENT
}
