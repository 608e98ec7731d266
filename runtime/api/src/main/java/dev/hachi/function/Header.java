package dev.hachi.function;

/** One header line: a name, compared without regard to case, and a value. */
public record Header(String name, String value) {}
