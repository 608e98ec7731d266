package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The ids of the invocations that the runtime itself makes. They are the same when it makes them
 * again, and begin with words that no id from outside may begin with.
 */
final class RunIds {
  private static final int HASH_BYTES = 16;

  private RunIds() {}

  static String ofTell(Origin.Tell origin) {
    return "tell:" + name(origin.sender()) + "#" + origin.sequence();
  }

  static String ofTimer(Address address, Origin.Timer origin) {
    return "timer:" + name(address) + "/" + origin.name() + "@" + origin.dueAt();
  }

  /** A hash, or the ids of a chain of asks would grow with its length. */
  static String ofAsk(Invocation asker, int number) {
    var whole = asker.id() + "\n" + asker.handler() + "\n" + asker.address() + "\n" + number;
    try {
      var hash =
          MessageDigest.getInstance("SHA-256").digest(whole.getBytes(StandardCharsets.UTF_8));
      return "ask:" + HexFormat.of().formatHex(Arrays.copyOf(hash, HASH_BYTES));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static String name(Address address) {
    return address.function() + "/" + address.key();
  }
}
