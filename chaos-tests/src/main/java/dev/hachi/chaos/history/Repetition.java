package dev.hachi.chaos.history;

/**
 * An operation that had changed something, asked for again under its id.
 *
 * @param first as it was answered at first
 * @param replica which was asked again
 * @param outcome how that ended
 */
public record Repetition(Operation first, String replica, Outcome outcome) {}
