package dev.hachi.chaos.history;

/**
 * One fault that was made, or was to be made.
 *
 * @param kind in one word
 * @param victim the replica, or what else it was done to
 * @param start by {@link System#nanoTime}
 * @param end by the same
 * @param evidence what was seen of it
 * @param happened whether that shows that it really happened
 */
public record Fault(
    String kind, String victim, long start, long end, String evidence, boolean happened) {}
