package dev.hachi.watchdog.proxy;

import dev.hachi.function.Bytes;

/** What the function's process answered to the watchdog itself. */
public record ProcessAnswer(int status, Bytes body) {}
