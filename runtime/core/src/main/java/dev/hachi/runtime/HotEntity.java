package dev.hachi.runtime;

/**
 * A live entity that is invoked often.
 *
 * @param invocations how often in this minute and the one before
 */
public record HotEntity(String function, String key, int invocations) {}
