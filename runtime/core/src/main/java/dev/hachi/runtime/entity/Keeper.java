package dev.hachi.runtime.entity;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.entity.EntityCommand.Stop;
import org.apache.pekko.actor.typed.ActorRef;

/** What an entity tells the residents, which keep it. Thread-safe. */
record Keeper(ActorRef<ResidentsCommand> residents) {
  /** From an entity: it may be stopped. */
  record MayStop(Address address) implements Residents.Internal {}

  /** From an entity: it must be activated again. */
  record Wake(Address address) implements Residents.Internal {}

  /** This entity may be stopped; {@link Stop} is then its last message. */
  void mayStop(Address address) {
    residents.tell(new MayStop(address));
  }

  /** This entity stops although it has something to send: it must be activated again. */
  void wake(Address address) {
    residents.tell(new Wake(address));
  }
}
