package dev.hachi.chaos.history;

/**
 * What was done to the cluster.
 *
 * @param at by {@link System#nanoTime}
 * @param what in words
 */
public record Event(long at, String what) {}
