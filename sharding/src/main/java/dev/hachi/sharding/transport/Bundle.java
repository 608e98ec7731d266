package dev.hachi.sharding.transport;

import java.time.Instant;
import java.util.List;

/** Letters in the form in which they travel, for whoever counts what they cost. */
public final class Bundle {
  private Bundle() {}

  /** One letter alone. */
  public static byte[] of(Letter letter) {
    var writer = new LetterCodec.Writer(Instant.EPOCH);
    writer.write(letter);
    return writer.toArray();
  }

  /** What {@link #of} wrote. */
  public static List<Letter> read(byte[] bundle) {
    return LetterCodec.read(bundle, Instant.EPOCH);
  }
}
