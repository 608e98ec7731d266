package dev.hachi.chaos.workload;

/** Where a replica takes requests; another process on the same port has another name. */
public record Endpoint(String name, int port) {}
