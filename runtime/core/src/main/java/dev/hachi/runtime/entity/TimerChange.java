package dev.hachi.runtime.entity;

import dev.hachi.function.Request;
import java.time.Duration;

/** What a handler wants of a timer. */
sealed interface TimerChange {
  String name();

  record Set(String name, Duration after, String handler, Request message) implements TimerChange {}

  record Cancel(String name) implements TimerChange {}
}
