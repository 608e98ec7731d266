package dev.hachi.sharding.transport;

import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/** Puts the frames of one peer together again. Confined to one thread. */
final class Incoming {
  /** Half a window is acknowledged at the latest when this much has come. */
  private static final long ACK_BYTES = 1024L * 1024;

  private final ByteArrayOutputStream bundle = new ByteArrayOutputStream();
  private long stream = -1;
  private long next;
  private boolean whole;
  private long unacked;

  /**
   * Takes a frame.
   *
   * @return the bundle that it completes; null when there is none
   */
  byte @Nullable [] take(Frame frame) {
    if (frame.stream() < stream || (frame.stream() == stream && frame.number() < next)) {
      return null; // of a stream that was given up, or a duplicate
    }
    if (frame.stream() > stream || frame.number() > next) {
      whole = false; // some are lost, and with them the bundle that they were of
    }
    stream = frame.stream();
    next = frame.number() + 1;
    unacked += frame.content().size();
    if (frame.first()) {
      whole = true;
      bundle.reset();
    }
    if (!whole) {
      return null;
    }
    bundle.writeBytes(frame.content().toArray());
    return frame.last() ? taken() : null;
  }

  private byte[] taken() {
    var all = bundle.toByteArray();
    bundle.reset();
    whole = false;
    return all;
  }

  /** Whether it is time to acknowledge what came. */
  boolean mustAck() {
    return unacked >= ACK_BYTES;
  }

  boolean hasUnacked() {
    return unacked > 0;
  }

  long stream() {
    return stream;
  }

  /** The number of the last frame; all before it are acknowledged with it. */
  long ackNow() {
    unacked = 0;
    return next - 1;
  }
}
