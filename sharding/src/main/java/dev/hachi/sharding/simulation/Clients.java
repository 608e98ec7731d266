package dev.hachi.sharding.simulation;

import dev.hachi.sharding.simulation.Invocation.Kind;
import dev.hachi.sharding.simulation.State.Tell;
import dev.hachi.sharding.simulation.Violation.Found;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Callers, and the routers that repeat for them: each attempt goes to whom some member takes for
 * the owner, until the deadline. Also carries what entities tell each other.
 */
final class Clients {
  static final List<String> COUNTERS = List.of("c1", "c2", "c3");
  static final List<String> ACCOUNTS = List.of("m1", "m2");

  /** How long after its deadline an invocation may still arrive. */
  static final long SLACK = 300_000;

  /** Until its deadline. */
  static final long PATIENCE = 500_000;

  private static final long REPEAT = 40_000;

  private final World world;
  private final List<Invocation> invocations = new ArrayList<>();

  Clients(World world) {
    this.world = world;
  }

  /** Invokes at random until {@code end}. */
  void begin(long end) {
    if (world.agenda.now() < end) {
      invoke(random());
      world.agenda.in(world.chance.around(world.temper.pace()), () -> begin(end));
    }
  }

  private Invocation random() {
    var chance = world.chance;
    if (chance.of(0.65)) {
      var key = chance.pick(COUNTERS);
      if (chance.of(0.25)) {
        return invocation(Kind.READ, key, key, 0);
      }
      return invocation(chance.of(world.temper.deletes()) ? Kind.DELETE : Kind.ADD, key, key, 0);
    }
    var key = chance.pick(ACCOUNTS);
    if (chance.of(0.2)) {
      return invocation(Kind.REMIND, key, key, chance.between(10_000, 400_000));
    }
    return chance.of(0.2)
        ? invocation(Kind.READ, key, key, 0)
        : invocation(Kind.TRANSFER, key, chance.pick(ACCOUNTS), chance.between(1, 9));
  }

  private Invocation invocation(Kind kind, String key, String to, long amount) {
    var deadline = world.agenda.now() + PATIENCE;
    return new Invocation(world.history.nextId(), kind, key, to, amount, deadline);
  }

  Invocation read(String key) {
    var read = invocation(Kind.READ, key, key, 0);
    invoke(read);
    return read;
  }

  private void invoke(Invocation invocation) {
    if (world.trace != null) {
      world.trace.add(null, "wants " + invocation);
    }
    invocations.add(invocation);
    attempt(invocation, world.membership.anybody());
  }

  private void attempt(Invocation invocation, @Nullable Node router) {
    var given = invocation.taken && !invocation.isLasting();
    if (invocation.outcome != null || given || world.agenda.now() > invocation.deadline) {
      return;
    }
    if (router != null && router.isAlive() && !router.isFrozen()) {
      send(invocation, router);
    }
    var next = router != null && router.isAlive() ? router : world.membership.anybody();
    world.agenda.in(REPEAT, () -> attempt(invocation, next));
  }

  private void send(Invocation invocation, Node router) {
    var owner = router.ownerOf(invocation.key);
    if (owner != null) {
      world.network.carry(
          router,
          owner,
          () -> {
            if (!invocation.taken || invocation.isLasting()) {
              var work = new Work.Invoke(invocation, router);
              invocation.taken |= owner.host(invocation.key).take(invocation.key, work);
            }
          });
    }
  }

  void reply(Node from, Node router, Invocation invocation, long outcome) {
    world.network.carry(from, router, () -> onReply(invocation, outcome));
  }

  private void onReply(Invocation invocation, long outcome) {
    if (invocation.outcome == null) {
      invocation.outcome = outcome;
      world.totals.replies++;
    } else if (invocation.outcome != outcome && invocation.kind != Kind.READ) {
      throw new Found(
          "%s got the outcomes %d and %d".formatted(invocation, invocation.outcome, outcome));
    }
  }

  // ---- from entity to entity --------------------------------------------------------------------

  void tell(Node from, Tell tell) {
    carry(from, tell.to(), new Work.Receive(tell));
  }

  void settle(Node from, Tell tell) {
    carry(from, tell.from(), new Work.Settle(tell.id()));
  }

  private void carry(Node from, String key, Work work) {
    var owner = from.ownerOf(key);
    if (owner != null) {
      world.network.carry(from, owner, () -> owner.host(key).take(key, work));
    }
  }

  // ---- in the end -------------------------------------------------------------------------------

  /** What was replied took effect, once; no money came or went. */
  void check() {
    var effects = world.history.effects();
    for (var invocation : invocations) {
      var changes = invocation.kind != Kind.READ && invocation.kind != Kind.DELETE;
      if (changes && invocation.outcome != null && !effects.contains(invocation.id)) {
        throw new Found(invocation + " was replied to, and has no effect");
      }
    }
    var money = world.history.tips().stream().mapToLong(Clients::money).sum();
    if (money != 0) {
      throw new Found("money came or went: " + money);
    }
  }

  private static long money(Version tip) {
    return ACCOUNTS.contains(tip.key) ? tip.stateOrEmpty().value() : 0;
  }

  /** What keeps the entities busy; null when nothing does. */
  @Nullable String unfinished() {
    for (var key : ACCOUNTS) {
      var stored = world.owner(key).host(key).load(key);
      var state = stored.stateOrEmpty();
      if (!state.outbox().isEmpty() || !state.timers().isEmpty()) {
        return "%s still has %d tells and %d timers"
            .formatted(stored, state.outbox().size(), state.timers().size());
      }
    }
    return null;
  }
}
