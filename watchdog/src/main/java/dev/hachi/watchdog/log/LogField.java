package dev.hachi.watchdog.log;

/**
 * A named value of a log line, given as a parameter of its record.
 *
 * @param name lower case, without spaces
 */
public record LogField(String name, Object value) {
  /** The field, and the entry of SLF4J's MDC, that tells which invocation a line belongs to. */
  public static final String CALL_ID = "call_id";
}
