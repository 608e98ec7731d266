package dev.hachi.openfaas.provider.logs;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The beginning of a stream that grows. */
final class Limited extends FilterInputStream {
  private long left;

  Limited(InputStream in, long bytes) {
    super(in);
    this.left = bytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int offset, int count) throws IOException {
    if (left <= 0) {
      return -1;
    }
    int got = super.read(bytes, offset, (int) Math.min(count, left));
    left -= Math.max(0, got);
    return got;
  }
}
