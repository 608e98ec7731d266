package dev.hachi.sharding.simulation;

/** What happened in one schedule or in several; confined to one thread. */
public final class Totals {
  long schedules;
  long messages;
  long acknowledged;
  long replies;
  long reads;
  long deleted;
  long forgotten;
  long acquisitions;
  long degraded;
  long handOvers;
  long failures;
  long drained;

  void add(Totals other) {
    schedules += other.schedules;
    messages += other.messages;
    acknowledged += other.acknowledged;
    replies += other.replies;
    reads += other.reads;
    deleted += other.deleted;
    forgotten += other.forgotten;
    acquisitions += other.acquisitions;
    degraded += other.degraded;
    handOvers += other.handOvers;
    failures += other.failures;
    drained += other.drained;
  }

  /** How many schedules were run. */
  public long schedules() {
    return schedules;
  }

  /** All that was counted, in a sentence. */
  @Override
  public String toString() {
    return ("%,d schedules, %,d messages, %,d commits acknowledged (%,d deletes, %,d forgotten),"
            + " %,d replies, %,d reads, %,d acquisitions (%,d degraded), %,d hand-overs,"
            + " %,d members that failed, %,d that drained")
        .formatted(
            schedules,
            messages,
            acknowledged,
            deleted,
            forgotten,
            replies,
            reads,
            acquisitions,
            degraded,
            handOvers,
            failures,
            drained);
  }
}
