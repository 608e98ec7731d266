package dev.hachi.watchdog.jwt;

/** Whether a request may pass. */
public sealed interface Verdict {
  /** It may; to find out took {@code nanos}. */
  record Allowed(long nanos) implements Verdict {}

  /** It may not; {@code why} is for the caller, and {@code detail} for the log alone. */
  record Refused(int status, String why, String detail) implements Verdict {}
}
