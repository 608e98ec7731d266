package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Busy;
import dev.hachi.sharding.replication.ShardMessage.Filled;
import dev.hachi.sharding.replication.ShardMessage.HandOver;
import dev.hachi.sharding.replication.ShardMessage.Idle;
import dev.hachi.sharding.replication.ShardMessage.Refused;
import dev.hachi.sharding.replication.ShardMessage.Seek;
import dev.hachi.sharding.replication.ShardMessage.ToCopy;
import dev.hachi.sharding.replication.ShardMessage.ToOwner;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One shard on one member: its copy, and its ownership when the placement says so. Driven by views,
 * messages, ticks and writes; what it wants goes to its {@link Outbound}.
 */
public final class LocalShard {
  private final Member self;
  private final Rules rules;
  private final Outbound out;
  private final ShardCopy copy;
  private final Owner owner;

  private List<Member> members = List.of();
  private List<Member> target = List.of();
  private int ticks;

  /** The highest counter of a ballot that was heard of. */
  private long counter;

  // At most one of these four is there.
  private int pause;
  private @Nullable Seeking seeking;
  private @Nullable Acquisition acquisition;
  private @Nullable Serving serving;

  private @Nullable Filling filling;

  /** Whether entities may be active; they stay so over a reconfiguration. */
  private boolean open;

  private boolean closing;
  private Ballot served = Ballot.NONE;

  private final Held held = new Held();

  private @Nullable Member seeker;
  private int soughtAt;

  /** A shard of which this member stores nothing yet. */
  public LocalShard(Member self, Outbound out) {
    this(self, new Rules(), out);
  }

  LocalShard(Member self, Rules rules, Outbound out) {
    this.self = self;
    this.rules = rules;
    this.out = out;
    this.copy = new ShardCopy(self, rules);
    this.owner = new Owner(self, rules, copy, out::send, this::onAnswer);
  }

  // ---- the view ---------------------------------------------------------------------------------

  /**
   * The cluster changed.
   *
   * @param present all members that host the function
   * @param copies those that are to store the shard, its owner first
   */
  public void onView(List<Member> present, List<Member> copies) {
    if (present.equals(members) && copies.equals(target)) {
      return;
    }
    copy.onGone(members.stream().filter(member -> !present.contains(member)).toList());
    members = List.copyOf(present);
    target = List.copyOf(copies);
    if (serving != null) {
      serving.onView(members);
      move(serving);
    } else if (!isMine()) {
      giveUp();
    } else if (acquisition != null) {
      acquire();
    } else if (pause == 0) {
      seek();
    }
  }

  /** Whether the shard is to be owned here. */
  public boolean isMine() {
    return !target.isEmpty() && target.getFirst().equals(self);
  }

  // ---- messages ---------------------------------------------------------------------------------

  /** Another member said something. One that this member's view does not have is not heard. */
  public void onMessage(Member from, ShardMessage message) {
    if (!members.contains(from)) {
      return;
    }
    switch (message) {
      case ToCopy toCopy -> {
        var answer = copy.take(toCopy);
        if (answer != null) {
          out.send(from, answer);
        }
        if (isActive() && ballot().isBelow(copy.promised())) {
          supersede();
        }
      }
      case ToOwner toOwner -> onAnswer(from, toOwner);
      case HandOver handOver -> onHandOver(from, handOver);
    }
  }

  /** Whether this member owns the shard, or is about to. */
  private boolean isActive() {
    return acquisition != null || serving != null;
  }

  /** The ballot under which this member acts now. */
  private Ballot ballot() {
    if (acquisition != null) {
      return acquisition.ballot();
    }
    return serving == null ? Ballot.NONE : serving.ballot();
  }

  private void onAnswer(Member from, ToOwner answer) {
    if (answer instanceof Refused refused) {
      onRefused(refused);
    } else if (!answer.ballot().equals(ballot())) {
      return;
    } else if (acquisition != null) {
      acquisition.take(from, answer);
      serveWhenAcquired();
    } else if (serving != null && answer instanceof Filled filled) {
      if (filling != null) {
        filling.onFilled(from, filled);
      }
      move(serving);
    } else if (serving != null) {
      serving.take(from, answer);
    }
  }

  private void onRefused(Refused refused) {
    counter = Math.max(counter, refused.promised().counter());
    if (!refused.ballot().equals(ballot())) {
      return;
    }
    if (acquisition != null && !open && !members.contains(refused.promised().owner())) {
      acquire(); // nobody else wants it: only the counter was too low
    } else {
      supersede();
    }
  }

  private void onHandOver(Member from, HandOver message) {
    switch (message) {
      case Seek seek -> onSeek(from);
      case Idle(var promised) -> {
        counter = Math.max(counter, promised.counter());
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
    }
  }

  private void onSeek(Member from) {
    if (serving == null && acquisition == null) {
      out.send(from, new Idle(copy.promised()));
      return;
    }
    out.send(from, new Busy());
    seeker = from;
    soughtAt = ticks;
    if (serving != null) {
      move(serving);
    }
  }

  // ---- from nothing to owner --------------------------------------------------------------------

  private void seek() {
    pause = 0;
    var others = members.stream().filter(member -> !member.equals(self)).toList();
    seeking = new Seeking(others);
    others.forEach(other -> out.send(other, new Seek()));
    acquireWhenSought();
  }

  private void acquireWhenSought() {
    if (seeking != null && seeking.isDone()) {
      acquire();
    }
  }

  private void acquire() {
    seeking = null;
    counter = Math.max(counter, copy.promised().counter()) + 1;
    var attempt = new Acquisition(owner, new Ballot(counter, self), members, target);
    acquisition = attempt;
    attempt.start();
    serveWhenAcquired();
  }

  private void serveWhenAcquired() {
    var done = acquisition;
    if (done == null || !done.isDone()) {
      return;
    }
    acquisition = null;
    var found = done.found();
    if (open && (found == null || !rules.isUninterrupted(served, found))) {
      abandon();
    }
    if (done.isDegraded()) {
      out.degraded();
    }
    var now = new Serving(owner, out, done.spread());
    serving = now;
    served = now.ballot();
    now.start();
    if (open) {
      held.giveTo(now);
    } else {
      open = true;
      out.open();
    }
    if (serving != null) {
      move(serving);
    }
  }

  // ---- from owner to another set of copies, or to another owner ---------------------------------

  private void move(Serving now) {
    var there = new HashSet<>(now.copies()).equals(new HashSet<>(target));
    if (isMine() && there) {
      filling = null;
      return;
    }
    if (target.isEmpty()) {
      return;
    }
    if (filling == null) {
      filling = new Filling(owner, now.ballot());
    }
    filling.to(target.stream().filter(member -> !now.copies().contains(member)).toList());
    if (!filling.isDone()) {
      return;
    }
    if (isMine()) {
      reconfigure(now);
    } else if (!closing && isSought()) {
      closing = true;
      out.close();
    }
  }

  private boolean isSought() {
    return target.getFirst().equals(seeker) && ticks - soughtAt <= Patience.SOUGHT;
  }

  private void reconfigure(Serving now) {
    held.takeFrom(now);
    serving = null;
    filling = null;
    acquire();
  }

  /**
   * The entities have ended, as {@link Outbound#close} asked for; the end of what they left is
   * unknown.
   */
  public void closed() {
    if (!closing) {
      return;
    }
    closing = false;
    open = false;
    if (serving != null) {
      held.takeFrom(serving);
    }
    held.forget(out);
    if (!isMine()) {
      stop();
      tellIdle();
    } else if (serving != null) {
      stop();
      acquire(); // it was to move and now stays: what was left unfinished is settled first
    }
  }

  private void tellIdle() {
    if (!target.isEmpty()) {
      out.send(target.getFirst(), new Idle(copy.promised()));
    }
  }

  // ---- from owner to nothing --------------------------------------------------------------------

  /** Somebody else has promised, or was promised, a higher ballot. */
  private void supersede() {
    var rivalled = ballot();
    giveUp();
    if (isMine()) {
      pause = Patience.rivalry(rivalled);
    }
  }

  private void giveUp() {
    if (serving != null) {
      held.takeFrom(serving);
    }
    stop();
    if (open) {
      abandon();
    }
  }

  private void stop() {
    pause = 0;
    seeking = null;
    acquisition = null;
    serving = null;
    filling = null;
  }

  private void abandon() {
    open = false;
    closing = false;
    out.abandon();
    held.forget(out);
  }

  // ---- time -------------------------------------------------------------------------------------

  /** Some time passed; what was not answered meanwhile may be lost. */
  public void tick() {
    ticks++;
    if (pause > 0) {
      pause--;
      if (pause == 0) {
        seek();
      }
    } else if (seeking != null) {
      seeking.tick();
      acquireWhenSought();
    }
    if (ticks % Patience.REPEAT == 0) {
      repeat();
    }
  }

  private void repeat() {
    if (seeking != null) {
      seeking.silent().forEach(member -> out.send(member, new Seek()));
    } else if (acquisition != null) {
      acquisition.repeat();
      serveWhenAcquired();
    } else if (serving != null) {
      serving.repeat();
    }
    if (filling != null) {
      filling.repeat();
    }
    if (serving != null) {
      move(serving);
    }
  }

  /** Whether nothing is to be repeated, so that ticks may be left out. */
  public boolean isQuiet() {
    if (serving != null) {
      return filling == null && !closing && serving.isQuiet();
    }
    return pause == 0 && seeking == null && acquisition == null;
  }

  // ---- the entities -----------------------------------------------------------------------------

  /** Stores a commit; its end is told by its id. */
  public void write(Write write) {
    if (serving != null) {
      serving.write(write);
    } else if (open) {
      held.write(write);
    } else {
      out.unknown(write.id());
    }
  }

  /** Makes sure that no other owner has taken over yet; the end is told by {@code id}. */
  public void confirm(long id) {
    if (serving != null) {
      serving.confirm(id);
    } else if (open) {
      held.confirm(id);
    } else {
      out.unconfirmed(id);
    }
  }

  /** What this member stores; right only while entities may be active. */
  public Map<String, Entry> entries() {
    return copy.entries();
  }

  /** Whether entities may be active here. */
  public boolean isOpen() {
    return open;
  }

  /** Whether this member must stay: it acts as owner, or stores what a later owner may need. */
  public boolean isNeeded() {
    return isActive() || open || copy.isNeeded();
  }

  /** The config that this member knows; null before it knows one. */
  public @Nullable ShardConfig config() {
    return copy.config();
  }

  /** Roughly what the copy costs to keep, in bytes. */
  public long weight() {
    return copy.weight();
  }

  /** For people who look for what went wrong. */
  @Override
  public String toString() {
    var does = "idle";
    if (serving != null) {
      does = "serving " + serving;
    } else if (acquisition != null) {
      does = "acquiring " + acquisition;
    } else if (seeking != null) {
      does = "seeking, silent: " + seeking.silent();
    } else if (pause > 0) {
      does = "pausing for " + pause;
    }
    return "%s%s%s, target %s, %d to fill, copy %s"
        .formatted(
            does,
            open ? ", open" : "",
            closing ? ", closing" : "",
            target,
            filling == null ? 0 : filling.left(),
            copy);
  }
}
