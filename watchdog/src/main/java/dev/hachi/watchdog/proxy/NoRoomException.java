package dev.hachi.watchdog.proxy;

import java.io.IOException;

/** Other bodies take the memory that an answer of the function's process needs. */
public final class NoRoomException extends IOException {
  private static final long serialVersionUID = 1;

  NoRoomException() {
    super("other bodies take all of hachi_bodies_max");
  }
}
