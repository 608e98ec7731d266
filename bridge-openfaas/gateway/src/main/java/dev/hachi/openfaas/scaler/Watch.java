package dev.hachi.openfaas.scaler;

import java.util.Optional;

/** What a {@link Scaler} knows of its function; called on the scaler's thread. */
public interface Watch {
  /** Whether this replica is the one to decide, as far as it sees. */
  boolean leads();

  /** All replicas as they are; empty when one of them has not told its load lately. */
  Optional<Sight> look();
}
