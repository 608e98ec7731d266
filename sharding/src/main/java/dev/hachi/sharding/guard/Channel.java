package dev.hachi.sharding.guard;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;

/**
 * What goes over a connection to another replica.
 *
 * @param until when what the other side has shown of itself ends; {@link Instant#MAX} is never
 */
public record Channel(InputStream in, OutputStream out, Instant until) {
  /**
   * Fails once the other side's certificate has expired.
   *
   * @throws IOException with the reason
   */
  public void checkValid(Instant now) throws IOException {
    if (!now.isBefore(until)) {
      throw new IOException("its certificate expired at " + until);
    }
  }
}
