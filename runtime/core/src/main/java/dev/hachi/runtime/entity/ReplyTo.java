package dev.hachi.runtime.entity;

import dev.hachi.runtime.Outcome;
import org.apache.pekko.actor.typed.ActorRef;

/** Where the outcome of an invocation goes. Thread-safe. */
public interface ReplyTo {
  /** Tells the outcome; only the first one counts. */
  void tell(Outcome outcome);

  /** An actor, on this replica or another. */
  record Actor(ActorRef<Outcome> actor) implements ReplyTo {
    @Override
    public void tell(Outcome outcome) {
      actor.tell(outcome);
    }
  }
}
