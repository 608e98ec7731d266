package dev.hachi.sharding;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.Router;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.entity.ResidentsCommand.Deliver;
import dev.hachi.runtime.entity.ResidentsCommand.Settle;
import dev.hachi.sharding.ClusterTelemetry.Retry;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.transport.Letter;
import dev.hachi.sharding.transport.Post;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;
import java.util.function.Predicate;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.jspecify.annotations.Nullable;

/**
 * The way to an entity, on whatever replica it lives now. An invocation that meets a hand-over, or
 * whose replica died, is sent again under its id until its deadline; that is why nothing fails when
 * replicas come and go. Thread-safe.
 */
final class ShardRouter implements Router {
  /** How long a shard that is closed for the moment is left alone. */
  private static final Duration REPEAT_AFTER = Duration.ofMillis(5);

  /** After which one that was turned away, and is not again, runs where it was sent. */
  private static final Duration FOUND_AFTER = Duration.ofSeconds(1);

  /** After which a message to another replica may be lost. */
  private static final Duration LOST_AFTER = Duration.ofSeconds(1);

  private static final Duration CHECK_EVERY = Duration.ofMillis(250);
  private static final Duration GRACE = Duration.ofMillis(250);

  private final Member self;
  private final ActorSystem<?> system;
  private final ActorRef<ResidentsCommand> residents;
  private final Predicate<ShardId> livesHere;
  private final ObjIntConsumer<String> needs;
  private final Post post;
  private final Clock clock;
  private final ClusterTelemetry telemetry;
  private final Arrivals arrivals;
  private final Map<Long, RoutedCall> open = new ConcurrentHashMap<>();
  private final AtomicLong numbers = new AtomicLong();
  private final ConcurrentLinkedQueue<RoutedCall> toRepeat = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean repeating = new AtomicBoolean();
  private volatile Layout layout = Layout.EMPTY;

  /**
   * @param livesHere of which shards entities live here, also while they end; thread-safe
   * @param needs is told which state version records of a function need
   */
  ShardRouter(
      Member self,
      ActorSystem<?> system,
      ActorRef<ResidentsCommand> residents,
      Predicate<ShardId> livesHere,
      ObjIntConsumer<String> needs,
      Post post,
      Clock clock,
      ClusterTelemetry telemetry) {
    this.self = self;
    this.system = system;
    this.residents = residents;
    this.livesHere = livesHere;
    this.needs = needs;
    this.post = post;
    this.clock = clock;
    this.telemetry = telemetry;
    this.arrivals = new Arrivals(self, system, residents, post);
    // Not where handlers run: callers must be answered even when these use all threads.
    var dispatcher =
        system
            .dispatchers()
            .lookup(DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
    system.scheduler().scheduleWithFixedDelay(CHECK_EVERY, CHECK_EVERY, this::check, dispatcher);
  }

  // ---- out --------------------------------------------------------------------------------------

  @Override
  public CompletionStage<Outcome> invoke(Invocation invocation) {
    var call = new RoutedCall(invocation);
    send(call);
    return call.outcome();
  }

  private void send(RoutedCall call) {
    var seen = layout;
    var invocation = call.invocation();
    if (isOrphaned(invocation, seen)) {
      end(call, orphaned());
      return;
    }
    var owner = receiverOf(invocation, seen);
    if (owner == null && !seen.isEmpty()) {
      end(call, unknown(invocation.address().function()));
      return;
    }
    var attempt = begin(call, owner);
    if (attempt == RoutedCall.NONE || owner == null) {
      return; // it has ended meanwhile, or this replica has not joined yet
    }
    if (owner.equals(self)) {
      residents.tell(new Deliver(invocation, outcome -> ended(attempt, outcome)));
    } else {
      post(owner, new Letter.Call(attempt, invocation));
    }
  }

  /**
   * The number of another attempt, whose outcome alone counts from here on: an earlier one may have
   * been refused, or have changed nothing, and this one may still change something.
   */
  private long begin(RoutedCall call, @Nullable Member to) {
    var attempt = numbers.getAndIncrement();
    open.put(attempt, call);
    var before = call.begin(attempt, to, clock.instant());
    open.remove(before == RoutedCall.ENDED ? attempt : before);
    return before == RoutedCall.ENDED ? RoutedCall.NONE : attempt;
  }

  /**
   * The owner; but what an entity wants of one in its own shard stays here until both have ended,
   * wherever the shard belongs now: the next owner waits for that very end.
   */
  private @Nullable Member receiverOf(Invocation invocation, Layout seen) {
    return isFromWithin(invocation, seen) ? self : seen.ownerOf(invocation.address());
  }

  private boolean isFromWithin(Invocation invocation, Layout seen) {
    var senders =
        switch (invocation.origin()) {
          case Origin.Ask(var waiting, var lasting) -> waiting;
          case Origin.Tell(var sender, var sequence) -> List.of(sender);
          case Origin.Outside outside -> List.<Address>of();
          case Origin.Timer timer -> List.<Address>of();
        };
    if (senders.isEmpty()) {
      return false; // most come from outside: for them the key is hashed once
    }
    var shard = seen.shardOf(invocation.address());
    return shard != null
        && livesHere.test(shard)
        && senders.stream().anyMatch(sender -> shard.equals(seen.shardOf(sender)));
  }

  /**
   * Whether it is a message of an entity that lives here no more: whoever runs that now repeats it,
   * and has its receiver forget it, after which it would take effect again.
   */
  private boolean isOrphaned(Invocation invocation, Layout seen) {
    if (!(invocation.origin() instanceof Origin.Tell(var sender, var sequence))) {
      return false;
    }
    var shard = seen.shardOf(sender);
    return shard != null && !livesHere.test(shard);
  }

  private static Outcome orphaned() {
    return new Outcome.Failed(
        FailureCode.MOVED, "its sender has moved; where it lives now, it sends it again");
  }

  private void post(Member to, Letter letter) {
    post.send(to, List.of(letter));
  }

  private static Outcome unknown(String function) {
    return new Outcome.Failed(
        FailureCode.NO_SUCH_FUNCTION,
        "no replica in this cluster hosts a function " + function + "; start one, or repeat later");
  }

  @Override
  public void settle(Address receiver, Origin.Tell origin) {
    var settle = new Settle(receiver, origin);
    tell(receiver, settle, new Letter.Settled(settle));
  }

  /** Tells the replica of {@code address}: this one by a command, another one by a letter. */
  private void tell(Address address, ResidentsCommand here, Letter there) {
    var owner = layout.ownerOf(address);
    if (self.equals(owner)) {
      residents.tell(here);
    } else if (owner != null) {
      post(owner, there);
    }
  }

  @Override
  public void outgrown(String function, int stateVersion) {
    needs.accept(function, stateVersion);
  }

  @Override
  public boolean repeats() {
    return true;
  }

  /**
   * How many have no owner yet, or are turned away by whom they take for it. Who is turned away
   * asks again at once, so one that has not been for a while has found its owner.
   */
  int waiting() {
    var since = clock.instant().minus(FOUND_AFTER);
    var count = 0;
    for (var call : open.values()) {
      if (call.sentTo() == null || call.turnedAwayAt().isAfter(since)) {
        count++;
      }
    }
    return count;
  }

  // ---- back -------------------------------------------------------------------------------------

  /** The attempt of this number ended, here or on another replica. */
  void ended(long attempt, Outcome outcome) {
    var call = open.get(attempt);
    if (call == null) {
      return; // a later attempt decides
    }
    if (outcome instanceof Outcome.Failed(var code, var why) && isElsewhere(code, call)) {
      call.turnedAway(clock.instant());
      repeatSoon(call);
    } else if (end(call, attempt, outcome) && call.wasSentOnce()) {
      arrived(call.invocation());
    }
  }

  private void arrived(Invocation invocation) {
    var owner = layout.ownerOf(invocation.address());
    if (owner != null) {
      arrivals.add(invocation, owner);
    }
  }

  /** Where code is too old for a record, its shard goes to newer code as long as there is any. */
  private boolean isElsewhere(String code, RoutedCall call) {
    var sentTo = call.sentTo();
    return code.equals(FailureCode.MOVED)
        || (code.equals(FailureCode.NEWER_STATE)
            && sentTo != null
            && layout.hasNewer(call.invocation().address().function(), sentTo));
  }

  private boolean end(RoutedCall call, long attempt, Outcome outcome) {
    var ended = call.end(attempt, outcome);
    if (ended) {
      open.remove(attempt);
    }
    return ended;
  }

  private void end(RoutedCall call, Outcome outcome) {
    while (!call.hasEnded()) {
      end(call, call.attempt(), outcome);
    }
  }

  // ---- again ------------------------------------------------------------------------------------

  /**
   * Those that were sent to somebody who is gone are sent to who has the shard now. Who is still
   * there says itself that a shard has moved, or how the invocation ended: what runs there must not
   * run here as well without need.
   */
  void see(Layout now) {
    layout = now;
    for (var call : open.values()) {
      var receiver = call.sentTo();
      if (receiver == null || !now.members().functions().containsKey(receiver)) {
        sendAgain(call, Retry.MOVED);
      }
    }
  }

  private void sendAgain(RoutedCall call, Retry why) {
    if (call.hasEnded()) {
      return;
    }
    if (call.sentTo() != null) {
      telemetry.repeated(call.invocation().address().function(), why);
    }
    send(call);
  }

  private void repeatSoon(RoutedCall call) {
    toRepeat.add(call);
    if (repeating.compareAndSet(false, true)) {
      system.scheduler().scheduleOnce(REPEAT_AFTER, this::repeat, system.executionContext());
    }
  }

  private void repeat() {
    repeating.set(false);
    for (var call = toRepeat.poll(); call != null; call = toRepeat.poll()) {
      sendAgain(call, Retry.MOVED);
    }
  }

  private void check() {
    var now = clock.instant();
    for (var call : open.values()) {
      if (call.invocation().deadline().plus(GRACE).isBefore(now)) {
        end(call, late(call));
      } else if (isLost(call.sentTo()) && call.sentAt().plus(LOST_AFTER).isBefore(now)) {
        sendAgain(call, Retry.SILENT);
      }
    }
  }

  private boolean isLost(@Nullable Member sentTo) {
    return sentTo != null && !sentTo.equals(self);
  }

  private static Outcome late(RoutedCall call) {
    return call.sentTo() == null
        ? new Outcome.Failed(
            FailureCode.MOVED, "this replica had not joined its cluster until the deadline")
        : new Outcome.Failed(FailureCode.DEADLINE, "no answer until the deadline");
  }
}
