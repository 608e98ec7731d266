package dev.hachi.watchdog.http;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicLong;

/** Ids for invocations whose caller chose none: unique, and cheap to make. */
final class Ids {
  private static final int PREFIX_BYTES = 12;

  private final String prefix;
  private final AtomicLong next = new AtomicLong();

  Ids() {
    byte[] random = new byte[PREFIX_BYTES];
    new SecureRandom().nextBytes(random);
    prefix = HexFormat.of().formatHex(random) + "-";
  }

  String next() {
    return prefix + Long.toString(next.getAndIncrement(), Character.MAX_RADIX);
  }
}
