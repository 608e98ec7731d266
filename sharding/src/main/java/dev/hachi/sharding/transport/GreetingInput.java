package dev.hachi.sharding.transport;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * What comes from a connection: all of the greeting within some time, however slowly it drips, and
 * then without a limit. Confined to one thread.
 */
final class GreetingInput extends FilterInputStream {
  private final Socket connection;
  private final long end;
  private boolean greeted;

  GreetingInput(Socket connection, InputStream in, long millis) {
    super(in);
    this.connection = connection;
    this.end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  /** The greeting is read. */
  void greeted() throws IOException {
    greeted = true;
    connection.setSoTimeout(0);
  }

  @Override
  public int read() throws IOException {
    awaitNoLonger();
    return super.read();
  }

  @Override
  public int read(byte[] into, int from, int length) throws IOException {
    awaitNoLonger();
    return super.read(into, from, length);
  }

  private void awaitNoLonger() throws IOException {
    if (!greeted) {
      var left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        throw new SocketTimeoutException("the greeting took too long");
      }
      connection.setSoTimeout((int) left);
    }
  }
}
