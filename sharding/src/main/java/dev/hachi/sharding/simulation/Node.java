package dev.hachi.sharding.simulation;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.View;
import dev.hachi.sharding.replication.ShardMessage;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One member, from its start to its end. */
final class Node {
  final int number;
  final Member member;
  private final World world;
  private final List<Host> hosts = new ArrayList<>();

  /** What came while it was frozen. */
  private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();

  private final long tick;
  private long deafUntil;
  private boolean alive = true;
  private boolean frozen;
  private boolean removed;
  private boolean ticking;
  private @Nullable View view;
  private List<List<Member>> placement = List.of();

  Node(World world, int number, Member member) {
    this.world = world;
    this.number = number;
    this.member = member;
    this.tick = (long) (10_000 * (0.8 + 0.4 * world.chance.share()));
    for (var shard = 0; shard < world.temper.shards(); shard++) {
      hosts.add(new Host(world, this, shard));
    }
  }

  // ---- its life ---------------------------------------------------------------------------------

  boolean isAlive() {
    return alive;
  }

  boolean isFrozen() {
    return frozen;
  }

  boolean isRemoved() {
    return removed;
  }

  boolean isThere() {
    return alive && !frozen && !removed;
  }

  void crash() {
    alive = false;
    waiting.clear();
  }

  /** The cluster goes on without it, whatever it thinks itself. */
  void remove() {
    removed = true;
  }

  void freeze() {
    frozen = true;
  }

  void thaw() {
    frozen = false;
    while (!waiting.isEmpty() && alive) {
      run(waiting.poll());
    }
  }

  /** Whatever happens on it, happens through this. */
  void run(Runnable what) {
    if (frozen) {
      waiting.add(what);
    } else if (alive) {
      what.run();
    }
  }

  /** Later, on it. */
  void in(long delay, Runnable what) {
    world.agenda.in(delay, () -> run(what));
  }

  /** For a while it hears of no installation. */
  void deafen(long time) {
    deafUntil = world.agenda.now() + time;
  }

  boolean isDeaf() {
    return deafUntil > world.agenda.now();
  }

  // ---- its view ---------------------------------------------------------------------------------

  void see(View now) {
    if (now.equals(view)) {
      return;
    }
    if (world.trace != null) {
      world.trace.add(this, "sees " + Trace.names(now.members()) + drains(now));
    }
    view = now;
    placement = world.assign(now);
    for (var host : hosts) {
      host.see(now.members(), placement.get(host.shard));
    }
  }

  private static String drains(View now) {
    return now.draining().isEmpty()
        ? ""
        : ", leaving: " + Trace.names(now.draining().stream().sorted().toList());
  }

  @Nullable View view() {
    return view;
  }

  /** Who owns {@code key} as far as it knows; null before it knows anybody. */
  @Nullable Node ownerOf(String key) {
    var copies = placement.isEmpty() ? List.<Member>of() : placement.get(world.shardOf(key));
    return copies.isEmpty() ? null : world.node(copies.getFirst());
  }

  // ---- its shards -------------------------------------------------------------------------------

  void hear(Node from, int shard, ShardMessage message) {
    if (world.trace != null) {
      world.trace.add(this, "<- " + Trace.name(from.member) + " " + Trace.text(message));
    }
    hosts.get(shard).hear(from.member, message);
  }

  Host host(String key) {
    return hosts.get(world.shardOf(key));
  }

  List<Host> hosts() {
    return hosts;
  }

  boolean isNeeded() {
    return hosts.stream().anyMatch(host -> host.replica().isNeeded());
  }

  /** Ticks are left out while nothing is to be repeated. */
  void keepTicking() {
    if (!ticking && !isQuiet()) {
      ticking = true;
      in(tick, this::tick);
    }
  }

  private void tick() {
    ticking = false;
    hosts.forEach(Host::tick);
    keepTicking();
  }

  boolean isQuiet() {
    for (var host : hosts) {
      if (!host.replica().isQuiet()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return Trace.name(member);
  }
}
