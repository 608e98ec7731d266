package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Busy;
import dev.hachi.sharding.replication.ShardMessage.HandOver;
import dev.hachi.sharding.replication.ShardMessage.Idle;
import dev.hachi.sharding.replication.ShardMessage.Seek;
import dev.hachi.sharding.replication.ShardMessage.ToOwner;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A member on its way to own a shard: it seeks whoever serves it, then acquires it under a ballot
 * that is higher than all that it heard of. One that met a rival pauses first.
 */
final class Candidate {
  private final Owner owner;
  private final Outbound out;
  private final Consumer<Acquisition> acquired;
  private List<Member> members = List.of();
  private List<Member> target = List.of();

  /** The highest counter of a ballot that was heard of. */
  private long counter;

  // At most one of these three is there.
  private int pause;
  private @Nullable Seeking seeking;
  private @Nullable Acquisition acquisition;

  /**
   * @param acquired is given each attempt that succeeded
   */
  Candidate(Owner owner, Outbound out, Consumer<Acquisition> acquired) {
    this.owner = owner;
    this.out = out;
    this.acquired = acquired;
  }

  /** From now on these are there, and are to store the shard. */
  void onView(List<Member> present, List<Member> copies) {
    members = present;
    target = copies;
  }

  /** The shard is still, or newly, to be owned here. */
  void goOn() {
    if (acquisition != null) {
      acquire();
    } else if (pause == 0) {
      seek();
    }
  }

  void pause(int ticks) {
    pause = ticks;
  }

  /** It is not on its way any more. */
  void stop() {
    pause = 0;
    seeking = null;
    acquisition = null;
  }

  // ---- seek -------------------------------------------------------------------------------------

  private void seek() {
    pause = 0;
    var others = members.stream().filter(member -> !member.equals(owner.self())).toList();
    seeking = new Seeking(others);
    others.forEach(other -> out.send(other, new Seek()));
    acquireWhenSought();
  }

  /** What another one says of its own part in the shard. */
  void onHandOver(Member from, HandOver message) {
    switch (message) {
      case Idle(var promised) -> {
        heardOf(promised);
        if (seeking != null) {
          seeking.onIdle(from);
          acquireWhenSought();
        }
      }
      case Busy busy -> {
        if (seeking != null) {
          seeking.onBusy(from);
        }
      }
      case Seek seek -> {} // for one who may serve it
    }
  }

  private void acquireWhenSought() {
    if (seeking != null && seeking.isDone()) {
      acquire();
    }
  }

  // ---- acquire ----------------------------------------------------------------------------------

  void heardOf(Ballot other) {
    counter = Math.max(counter, other.counter());
  }

  void acquire() {
    seeking = null;
    counter = Math.max(counter, owner.local().promised().counter()) + 1;
    var attempt = new Acquisition(owner, new Ballot(counter, owner.self()), members, target);
    acquisition = attempt;
    attempt.start();
    endWhenAcquired();
  }

  /** The ballot under which it acquires; null while it does not. */
  @Nullable Ballot ballot() {
    return acquisition == null ? null : acquisition.ballot();
  }

  void take(Member from, ToOwner answer) {
    if (acquisition != null) {
      acquisition.take(from, answer);
      endWhenAcquired();
    }
  }

  private void endWhenAcquired() {
    var done = acquisition;
    if (done != null && done.isDone()) {
      acquisition = null;
      acquired.accept(done);
    }
  }

  // ---- time -------------------------------------------------------------------------------------

  void tick() {
    if (pause > 0) {
      pause--;
      if (pause == 0) {
        seek();
      }
    } else if (seeking != null) {
      seeking.tick();
      acquireWhenSought();
    }
  }

  /** Repeats what was not answered. */
  void repeat() {
    if (seeking != null) {
      seeking.silent().forEach(member -> out.send(member, new Seek()));
    } else if (acquisition != null) {
      acquisition.repeat();
      endWhenAcquired();
    }
  }

  boolean isIdle() {
    return pause == 0 && seeking == null && acquisition == null;
  }

  @Override
  public String toString() {
    if (acquisition != null) {
      return "acquiring " + acquisition;
    }
    if (seeking != null) {
      return "seeking, silent: " + seeking.silent();
    }
    return pause > 0 ? "pausing for " + pause : "idle";
  }
}
