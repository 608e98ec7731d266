package dev.hachi.watchdog.http;

import dev.hachi.runtime.Router;

/** The function that this watchdog answers for. */
public record Hosted(String function, Router router) {}
