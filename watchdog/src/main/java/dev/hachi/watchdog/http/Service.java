package dev.hachi.watchdog.http;

import io.netty.handler.codec.http.HttpRequest;

/** What answers the requests of one port, as streams. Thread-safe; never blocks. */
interface Service {
  /** Begins the answer to a request whose body may not have arrived. */
  Responder begin(Exchange exchange);

  /** What to say when a request, or the answer to it, takes too long. */
  Answer late(HttpRequest head, Lateness lateness);

  /** The connection itself refused a request. */
  void refused(String method, Answer answer);

  /** Whether connections should end after their current answer. */
  boolean leaving();

  /**
   * What took too long, and how long it took.
   *
   * @param arriving whether the request did; else the answer
   */
  record Lateness(boolean arriving, long nanos) {}
}
