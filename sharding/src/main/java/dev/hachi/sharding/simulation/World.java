package dev.hachi.sharding.simulation;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Placement;
import dev.hachi.sharding.placement.View;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.simulation.Violation.Found;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One schedule, from its seed to its end. */
final class World {
  /** How long things go wrong. */
  private static final long HOSTILE = 1_500_000;

  /** In which all must be well again after that. */
  private static final long HEALING = 20_000_000;

  private static final long LOOK = 50_000;

  final long seed;
  final Agenda agenda = new Agenda();
  final Chance chance;
  final Practice practice;
  final Temper temper;
  final Totals totals = new Totals();
  final History history = new History();
  final Clients clients = new Clients(this);
  final Membership membership = new Membership(this);
  final Network network = new Network(this);
  final @Nullable Trace trace;
  private final Faults faults = new Faults(this);
  private final Placement placement;
  private final Map<View, List<List<Member>>> assigned = new HashMap<>();
  private final Map<String, Integer> shards = new HashMap<>();
  private final Map<Member, Node> nodes = new HashMap<>();

  World(long seed, Practice practice, boolean traced) {
    this.seed = seed;
    this.chance = new Chance(seed);
    this.practice = practice;
    this.temper = Temper.of(chance);
    this.placement = new Placement("simulated", temper.shards(), temper.copies());
    this.trace = traced ? new Trace(agenda) : null;
  }

  /** Runs the whole schedule; null when all promises were kept. */
  @Nullable Violation run() {
    totals.schedules = 1;
    try {
      live();
      return null;
    } catch (Found found) {
      return new Violation(seed, agenda.now(), String.valueOf(found.getMessage()));
    } catch (RuntimeException e) {
      var where = e.getStackTrace().length == 0 ? "" : " at " + e.getStackTrace()[0];
      return new Violation(seed, agenda.now(), e + where);
    }
  }

  private void live() {
    note(null, temper.toString());
    for (var count = 0; count < temper.members(); count++) {
      membership.join();
    }
    membership.present().forEach(membership::hear);
    clients.begin(HOSTILE);
    agenda.in(50_000, faults::begin);
    agenda.runUntil(HOSTILE);
    note(null, "nothing goes wrong from now on");
    faults.end();
    agenda.runUntil(HOSTILE + Clients.PATIENCE);
    await("be quiet", this::unquiet);
    var reads = history.keys().stream().toList().stream().map(clients::read).toList();
    await("answer", () -> unanswered(reads));
    clients.check();
    membership.running().forEach(node -> node.hosts().forEach(World::checkWeight));
  }

  // ---- in the end -------------------------------------------------------------------------------

  private interface Obstacle {
    @Nullable String get();
  }

  private void await(String what, Obstacle obstacle) {
    var end = agenda.now() + HEALING;
    var in = obstacle.get();
    while (in != null && agenda.now() < end) {
      agenda.runUntil(agenda.now() + LOOK);
      in = obstacle.get();
    }
    if (in != null) {
      throw new Found("stuck: does not %s, as %s%n%s".formatted(what, in, describe()));
    }
  }

  private @Nullable String unquiet() {
    var copies = assign(membership.view());
    for (var shard = 0; shard < copies.size(); shard++) {
      var owner = node(copies.get(shard).getFirst());
      if (!Faults.isOwned(owner.hosts().get(shard), copies.get(shard))) {
        return "shard %d is not served by %s".formatted(shard, owner);
      }
    }
    for (var node : membership.running()) {
      if (!node.isQuiet()) {
        return node + " is not quiet";
      }
      var untold = node.hosts().stream().map(Host::unended).filter(one -> one != null).findFirst();
      if (untold.isPresent()) {
        return untold.get();
      }
      if (node.isNeeded() && copies.stream().noneMatch(set -> set.contains(node.member))) {
        return node + " thinks that it is needed";
      }
    }
    return clients.unfinished();
  }

  private @Nullable String unanswered(List<Invocation> reads) {
    for (var read : reads) {
      if (read.outcome == null) {
        return read + " has no answer";
      }
    }
    return null;
  }

  private static void checkWeight(Host host) {
    var sum = 0L;
    for (var one : host.replica().entries().entrySet()) {
      sum += one.getValue().weight(one.getKey());
    }
    if (sum != host.replica().weight()) {
      throw new Found(
          "%s counts a weight of %d, it is %d".formatted(host.node, host.replica().weight(), sum));
    }
  }

  private String describe() {
    var lines = new ArrayList<String>();
    for (var node : membership.present()) {
      for (var host : node.hosts()) {
        lines.add("  %s shard %d: %s".formatted(node, host.shard, Trace.text(host.replica())));
      }
    }
    return String.join(System.lineSeparator(), lines);
  }

  // ---- for all ----------------------------------------------------------------------------------

  void note(@Nullable Node node, String what) {
    if (trace != null) {
      trace.add(node, what);
    }
  }

  void add(Node node) {
    nodes.put(node.member, node);
  }

  Node node(Member member) {
    var node = nodes.get(member);
    if (node == null) {
      throw new Found("nobody is called " + member);
    }
    return node;
  }

  Node owner(String key) {
    return node(assign(membership.view()).get(shardOf(key)).getFirst());
  }

  int shardOf(String key) {
    return shards.computeIfAbsent(key, placement::shardOf);
  }

  List<List<Member>> assign(View view) {
    return assigned.computeIfAbsent(view, placement::assign);
  }

  Ballot ballot(Node node, int shard) {
    var config = node.hosts().get(shard).replica().config();
    return config == null ? Ballot.NONE : config.ballot();
  }
}
