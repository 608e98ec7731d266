package dev.hachi.watchdog.config;

import java.nio.file.Path;

/** How a watchdog answers the requests of its function. */
public sealed interface Mode {
  /** A JVM function hosted in the watchdog itself, with state per key. */
  record Actor() implements Mode {
    @Override
    public String name() {
      return "actor";
    }
  }

  /** One of of-watchdog's own modes, which know no keys and no state. */
  sealed interface Plain extends Mode {}

  /**
   * One long-lived process that speaks HTTP.
   *
   * @param bufferBody whether a request's body is read into memory before it is passed on
   * @param logCallId whether the access log names the caller's {@code X-Call-Id}
   * @param stateful whether requests that name a key are invocations of that key
   */
  record Http(
      Command command, Upstream upstream, boolean bufferBody, boolean logCallId, boolean stateful)
      implements Plain {
    @Override
    public String name() {
      return "http";
    }
  }

  /** A process per request, whose output is the answer as it comes. */
  record Streaming(Command command, String contentType) implements Plain {
    @Override
    public String name() {
      return "streaming";
    }
  }

  /** A process per request, whose whole output is the answer. */
  record Serializing(Command command, String contentType) implements Plain {
    @Override
    public String name() {
      return "serializing";
    }
  }

  /** The files of a folder. */
  record Static(Path folder) implements Plain {
    @Override
    public String name() {
      return "static";
    }
  }

  /** The value of the variable {@code mode}. */
  String name();
}
