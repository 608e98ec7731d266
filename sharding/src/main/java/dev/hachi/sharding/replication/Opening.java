package dev.hachi.sharding.replication;

import org.jspecify.annotations.Nullable;

/**
 * Whether the entities of a shard may be active, and what they asked for while nobody can store it.
 * They stay active over a reconfiguration.
 */
final class Opening {
  private final Rules rules;
  private final Outbound out;
  private final Held held = new Held();
  private boolean open;
  private boolean closing;

  /** The ballot that served the entities last. */
  private Ballot served = Ballot.NONE;

  /** The ballot that was in force before the one that serves them now, or is about to. */
  private Ballot before = Ballot.NONE;

  Opening(Rules rules, Outbound out) {
    this.rules = rules;
    this.out = out;
  }

  boolean isOpen() {
    return open;
  }

  /** Whether the entities were asked to end. */
  boolean isClosing() {
    return closing;
  }

  // ---- from closed to open ----------------------------------------------------------------------

  /** What entities remember is right only if {@code found} is the config that served them last. */
  void keepIfUninterrupted(@Nullable ShardConfig found) {
    before = found == null ? Ballot.NONE : found.ballot();
    if (open && (found == null || !rules.isUninterrupted(served, found))) {
      abandon(null);
    }
  }

  /** From now on {@code now} stores what the entities ask for. */
  void serve(Serving now) {
    served = now.ballot();
    if (open) {
      held.giveTo(now);
    } else {
      open = true;
      out.open(before);
    }
  }

  // ---- from open to closed ----------------------------------------------------------------------

  /** {@code last} stores nothing any more; another one will. */
  void hold(Serving last) {
    held.takeFrom(last);
  }

  void close() {
    if (!closing) {
      closing = true;
      out.close();
    }
  }

  /** The entities have ended; the end of what they left with {@code last} is unknown. */
  void closed(@Nullable Serving last) {
    closing = false;
    open = false;
    forget(last);
  }

  /** The entities end at once, if there are any. */
  void abandon(@Nullable Serving last) {
    if (open) {
      open = false;
      closing = false;
      out.abandon();
      forget(last);
    }
  }

  private void forget(@Nullable Serving last) {
    if (last != null) {
      held.takeFrom(last);
    }
    held.forget(out);
  }

  // ---- what entities ask for meanwhile ----------------------------------------------------------

  void write(Write write) {
    if (open) {
      held.write(write);
    } else {
      out.unknown(write.id());
    }
  }

  void confirm(long id) {
    if (open) {
      held.confirm(id);
    } else {
      out.unconfirmed(id);
    }
  }

  @Override
  public String toString() {
    return (open ? ", open" : "") + (closing ? ", closing" : "");
  }
}
