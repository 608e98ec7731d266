package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/**
 * A body that is collected in memory, up to a size and as long as the budget of all bodies has
 * room. What it took of that is given back by {@link #close}. Thread-safe.
 */
public final class BodyBuffer implements AutoCloseable {
  private static final int LEAST = 256;

  private final BodyBudget budget;
  private final int max;
  private byte[] bytes = new byte[0];
  private int size;
  private boolean closed;

  /** What became of a part. */
  public enum Added {
    /** It is kept. */
    KEPT,
    /** The body is larger than a body may be. */
    TOO_LARGE,
    /** Other bodies take the memory for it. */
    NO_ROOM
  }

  /** A body of at most {@code max} bytes, and never more than the budget has in all. */
  public BodyBuffer(BodyBudget budget, int max) {
    this.budget = budget;
    this.max = budget.largest(max);
  }

  /** Keeps a copy of {@code part}, which stays the caller's. */
  public synchronized Added add(ByteBuf part) {
    int length = part.readableBytes();
    Added added = reserve(length);
    if (added == Added.KEPT) {
      part.getBytes(part.readerIndex(), bytes, size, length);
      size += length;
    }
    return added;
  }

  /** Keeps a copy of the first {@code length} bytes of {@code part}. */
  public synchronized Added add(byte[] part, int length) {
    Added added = reserve(length);
    if (added == Added.KEPT) {
      System.arraycopy(part, 0, bytes, size, length);
      size += length;
    }
    return added;
  }

  private Added reserve(int length) {
    long needed = size + (long) length;
    if (needed > max) {
      return Added.TOO_LARGE;
    }
    if (closed) {
      return Added.NO_ROOM;
    }
    if (needed <= bytes.length) {
      return Added.KEPT;
    }
    int roomy = (int) Math.min(max, Math.max(LEAST, Math.max(needed, 2L * bytes.length)));
    return grow(roomy) || grow((int) needed) ? Added.KEPT : Added.NO_ROOM;
  }

  private boolean grow(int capacity) {
    if (!budget.take(capacity - bytes.length)) {
      return false;
    }
    bytes = Arrays.copyOf(bytes, capacity);
    return true;
  }

  /** The largest size that is kept. */
  public int max() {
    return max;
  }

  /** A copy of what was kept; nothing after {@link #close}. */
  public synchronized byte[] content() {
    return Arrays.copyOf(bytes, size);
  }

  /** Forgets the body: its memory is for others. */
  @Override
  public synchronized void close() {
    budget.give(bytes.length);
    bytes = new byte[0];
    size = 0;
    closed = true;
  }
}
