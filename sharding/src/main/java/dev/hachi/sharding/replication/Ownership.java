package dev.hachi.sharding.replication;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Busy;
import dev.hachi.sharding.replication.ShardMessage.Filled;
import dev.hachi.sharding.replication.ShardMessage.HandOver;
import dev.hachi.sharding.replication.ShardMessage.Idle;
import dev.hachi.sharding.replication.ShardMessage.Refused;
import dev.hachi.sharding.replication.ShardMessage.Seek;
import dev.hachi.sharding.replication.ShardMessage.ToOwner;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A member's way to own a shard when the placement says so, owning it, and passing it on. */
final class Ownership {
  private final Outbound out;
  private final Owner owner;
  private final Candidate candidate;
  private final Opening opening;

  private List<Member> members = List.of();
  private List<Member> target = List.of();
  private int ticks;

  /** Only while it is no candidate. */
  private @Nullable Serving serving;

  private @Nullable Filling filling;

  /** Who asked for the shard last, and when. */
  private @Nullable Member seeker;

  private int soughtAt;

  Ownership(Member self, Rules rules, Outbound out, ShardCopy copy) {
    this.out = out;
    this.owner = new Owner(self, rules, copy, out::send, this::onAnswer);
    this.candidate = new Candidate(owner, out, this::serve);
    this.opening = new Opening(rules, out);
  }

  // ---- the view ---------------------------------------------------------------------------------

  /** The cluster changed. */
  void onView(List<Member> present, List<Member> copies) {
    if (present.equals(members) && copies.equals(target)) {
      return;
    }
    var there = new HashSet<>(present); // a list would be searched once for each of many members
    owner.local().onGone(members.stream().filter(member -> !there.contains(member)).toList());
    members = List.copyOf(present);
    target = List.copyOf(copies);
    candidate.onView(members, target);
    if (serving != null) {
      serving.onView(members);
      move(serving);
    } else if (!isMine()) {
      giveUp();
    } else {
      candidate.goOn();
    }
  }

  /** Whether {@code member} is there, as far as this one knows. */
  boolean sees(Member member) {
    return members.contains(member);
  }

  /** Whether the shard is to be owned here. */
  boolean isMine() {
    return !target.isEmpty() && target.getFirst().equals(owner.self());
  }

  // ---- messages ---------------------------------------------------------------------------------

  /** The own copy may have promised a higher ballot. */
  void onPromise() {
    if (isActive() && ballot().isBelow(owner.local().promised())) {
      supersede();
    }
  }

  /** Whether this member owns the shard, or is about to. */
  boolean isActive() {
    return candidate.ballot() != null || serving != null;
  }

  /** The ballot under which this member acts now. */
  private Ballot ballot() {
    if (serving != null) {
      return serving.ballot();
    }
    return Objects.requireNonNullElse(candidate.ballot(), Ballot.NONE);
  }

  void onAnswer(Member from, ToOwner answer) {
    if (answer instanceof Refused refused) {
      onRefused(refused);
    } else if (!answer.ballot().equals(ballot())) {
      return;
    } else if (serving == null) {
      candidate.take(from, answer);
    } else if (answer instanceof Filled filled) {
      if (filling != null) {
        filling.onFilled(from, filled);
      }
      move(serving);
    } else {
      serving.take(from, answer);
    }
  }

  private void onRefused(Refused refused) {
    candidate.heardOf(refused.promised());
    if (!refused.ballot().equals(ballot())) {
      return;
    }
    if (serving == null && !opening.isOpen() && !members.contains(refused.promised().owner())) {
      candidate.acquire(); // nobody else wants it: only the counter was too low
    } else {
      supersede();
    }
  }

  void onHandOver(Member from, HandOver message) {
    if (message instanceof Seek) {
      onSeek(from);
    } else {
      candidate.onHandOver(from, message);
    }
  }

  private void onSeek(Member from) {
    if (!isActive()) {
      out.send(from, new Idle(owner.local().promised()));
      return;
    }
    out.send(from, new Busy());
    seeker = from;
    soughtAt = ticks;
    if (serving != null) {
      move(serving);
    }
  }

  // ---- from candidate to owner ------------------------------------------------------------------

  private void serve(Acquisition done) {
    opening.keepIfUninterrupted(done.found());
    if (done.isDegraded()) {
      out.degraded();
    }
    var now = new Serving(owner, out, done.spread());
    serving = now;
    now.start();
    opening.serve(now);
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
    } else if (target.getFirst().equals(seeker) && ticks - soughtAt <= Patience.SOUGHT) {
      opening.close();
    }
  }

  private void reconfigure(Serving now) {
    opening.hold(now);
    serving = null;
    filling = null;
    candidate.acquire();
  }

  /** The entities have ended, as was asked for. */
  void closed() {
    if (!opening.isClosing()) {
      return;
    }
    opening.closed(serving);
    if (!isMine()) {
      stop();
      tellIdle();
    } else if (serving != null) {
      stop();
      candidate
          .acquire(); // it was to move and now stays: what was left unfinished is settled first
    }
  }

  private void tellIdle() {
    if (!target.isEmpty()) {
      out.send(target.getFirst(), new Idle(owner.local().promised()));
    }
  }

  // ---- from owner to nothing --------------------------------------------------------------------

  /** Somebody else has promised, or was promised, a higher ballot. */
  private void supersede() {
    var rivalled = ballot();
    giveUp();
    if (isMine()) {
      candidate.pause(Patience.rivalry(rivalled));
    }
  }

  private void giveUp() {
    var last = serving;
    stop();
    opening.abandon(last);
  }

  private void stop() {
    candidate.stop();
    serving = null;
    filling = null;
  }

  // ---- time -------------------------------------------------------------------------------------

  /** Some time passed; what was not answered meanwhile may be lost. */
  void tick() {
    ticks++;
    candidate.tick();
    if (ticks % Patience.REPEAT == 0) {
      repeat();
    }
  }

  private void repeat() {
    if (serving != null) {
      serving.repeat();
    } else {
      candidate.repeat();
    }
    if (filling != null) {
      filling.repeat();
    }
    if (serving != null) {
      move(serving);
    }
  }

  /** Whether nothing is to be repeated, so that ticks may be left out. */
  boolean isQuiet() {
    if (serving != null) {
      return filling == null && !opening.isClosing() && serving.isQuiet();
    }
    return candidate.isIdle();
  }

  /** Whether it is owned here or elsewhere, as the view says, and all its copies are made. */
  boolean isSettled() {
    if (serving != null) {
      return isMine() && filling == null && !opening.isClosing() && serving.isSpread();
    }
    return !isMine() && candidate.isIdle();
  }

  void write(Write write) {
    if (serving != null) {
      serving.write(write);
    } else {
      opening.write(write);
    }
  }

  void confirm(long id) {
    if (serving != null) {
      serving.confirm(id);
    } else {
      opening.confirm(id);
    }
  }

  boolean isOpen() {
    return opening.isOpen();
  }

  @Override
  public String toString() {
    var does = serving == null ? candidate.toString() : "serving " + serving;
    var left = filling == null ? 0 : filling.left();
    return "%s%s, target %s, %d to fill".formatted(does, opening, target, left);
  }
}
