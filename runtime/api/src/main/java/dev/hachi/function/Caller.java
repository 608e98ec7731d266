package dev.hachi.function;

/** The entity that asked or told: {@code function} and {@code key}. */
public record Caller(String function, String key) {}
