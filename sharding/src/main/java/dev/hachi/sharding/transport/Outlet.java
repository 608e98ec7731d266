package dev.hachi.sharding.transport;

import dev.hachi.sharding.guard.Channel;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Instant;
import java.util.ArrayDeque;

/** The writing end of a connection to a peer. Confined to whoever holds its line's lock. */
sealed interface Outlet extends Closeable {
  /** Whether {@link #offer} never waits for the peer. */
  boolean isPrompt();

  /** Whether all that was offered has left. Thread-safe. */
  boolean isClear();

  /** Takes a bundle; what does not leave at once leaves with {@link #flush}. */
  void offer(byte[] bundle, Instant now) throws IOException;

  /** Waits until all that was offered has left, or the connection is closed. */
  void flush() throws IOException;

  /** Ends a flush that waits although the connection was closed. Thread-safe. */
  void wake();

  /** Of what it opened itself. */
  @Override
  void close() throws IOException;

  /** Of bytes as they are. */
  final class Direct implements Outlet {
    /** The JDK keeps, for each thread, a buffer as long as the longest that it has written. */
    private static final int SLICE_BYTES = 64 * 1024;

    private final SocketChannel channel;
    private final Selector writable;
    private final ArrayDeque<ByteBuffer> left = new ArrayDeque<>(1);
    private volatile boolean clear = true;

    Direct(SocketChannel channel) throws IOException {
      this.channel = channel;
      channel.configureBlocking(false);
      this.writable = Selector.open();
    }

    @Override
    public boolean isPrompt() {
      return true;
    }

    @Override
    public boolean isClear() {
      return clear;
    }

    @Override
    public void offer(byte[] bundle, Instant now) throws IOException {
      left.add(
          ByteBuffer.allocate(Integer.BYTES + bundle.length)
              .putInt(bundle.length)
              .put(bundle)
              .flip());
      if (clear) {
        writeSome();
      }
    }

    private void writeSome() throws IOException {
      while (!left.isEmpty() && takes(left.getFirst())) {
        left.removeFirst();
      }
      clear = left.isEmpty();
    }

    /** Whether the system has taken all of it. */
    private boolean takes(ByteBuffer frame) throws IOException {
      var end = frame.limit();
      var taken = 1;
      while (frame.hasRemaining() && taken > 0) {
        frame.limit(Math.min(end, frame.position() + SLICE_BYTES));
        taken = channel.write(frame);
        frame.limit(end);
      }
      return !frame.hasRemaining();
    }

    @Override
    public void flush() throws IOException {
      if (clear) {
        return;
      }
      channel.register(writable, SelectionKey.OP_WRITE);
      while (!clear) {
        writable.select();
        writable.selectedKeys().clear();
        if (!channel.isOpen()) {
          throw new ClosedChannelException();
        }
        writeSome();
      }
    }

    @Override
    public void wake() {
      writable.wakeup();
    }

    @Override
    public void close() throws IOException {
      writable.close();
    }
  }

  /** Of what a guard makes of the bytes. */
  final class Guarded implements Outlet {
    private final Channel channel;
    private final DataOutputStream out;

    Guarded(Channel channel) {
      this.channel = channel;
      this.out = new DataOutputStream(new BufferedOutputStream(channel.out(), 1 << 16));
    }

    @Override
    public boolean isPrompt() {
      return false;
    }

    @Override
    public boolean isClear() {
      return true;
    }

    @Override
    public void offer(byte[] bundle, Instant now) throws IOException {
      channel.checkValid(now);
      out.writeInt(bundle.length);
      out.write(bundle);
    }

    @Override
    public void flush() throws IOException {
      out.flush();
    }

    @Override
    public void wake() {} // closing the connection does that

    @Override
    public void close() {}
  }
}
