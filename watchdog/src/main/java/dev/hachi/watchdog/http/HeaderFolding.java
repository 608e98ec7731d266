package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;

/**
 * Notices a header that goes on in the next line, which two readers may take for different ones.
 *
 * <p>Not thread-safe: it belongs to the decoder of one connection.
 */
final class HeaderFolding {
  private boolean lineEnded;
  private boolean found;

  /** The decoder went on from {@code from} to where {@code buffer} is read next. */
  void read(ByteBuf buffer, int from) {
    int end = buffer.readerIndex();
    int at = from;
    while (at < end) {
      found |= lineEnded && blank(buffer.getByte(at));
      int newline = buffer.indexOf(at, end, (byte) '\n');
      lineEnded = newline >= 0;
      at = lineEnded ? newline + 1 : end;
    }
  }

  /** Trailers follow: there is no line that the first one could go on with. */
  void beginTrailers() {
    lineEnded = true;
  }

  /** Whether a line of what ends here was folded; what follows is another message's. */
  boolean endLines() {
    boolean folded = found;
    found = false;
    lineEnded = false;
    return folded;
  }

  private static boolean blank(byte b) {
    return b == ' ' || b == '\t';
  }
}
