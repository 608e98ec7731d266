package dev.hachi.sharding.simulation;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.ShardMessage.Install;
import dev.hachi.sharding.replication.ShardMessage.Seal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Carries what members say to each other: late, twice, in the wrong order or not at all. */
final class Network {
  private static final class Link {
    /** Nothing passes until then. */
    long cutUntil;

    /** When the last message on its way arrives. */
    long busyUntil;

    /** How often the connection broke; what was on its way then is lost. */
    int breaks;
  }

  private record Ends(Node from, Node to) {
    @Override
    public int hashCode() {
      return from.number * 64 + to.number;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Ends ends && ends.from == from && ends.to == to;
    }
  }

  private final World world;
  private final Map<Ends, Link> links = new HashMap<>();
  private final Set<Node> apart = new HashSet<>();
  private boolean healed;

  Network(World world) {
    this.world = world;
  }

  /** What was said from now on arrives. */
  void heal() {
    healed = true;
    apart.clear();
    links.values().forEach(link -> link.cutUntil = 0);
  }

  void setApart(Node node) {
    apart.add(node);
  }

  void bringTogether() {
    apart.clear();
    world.membership.gossip();
  }

  boolean isApart(Node node) {
    return apart.contains(node);
  }

  void cut(Node from, Node to, long time) {
    link(from, to).cutUntil = world.agenda.now() + time;
  }

  void breakConnection(Node from, Node to) {
    link(from, to).breaks++;
    link(to, from).breaks++;
  }

  private Link link(Node from, Node to) {
    return links.computeIfAbsent(new Ends(from, to), ends -> new Link());
  }

  void send(Node from, Member to, int shard, ShardMessage message) {
    var target = world.node(to);
    if (world.trace != null) {
      world.trace.add(from, "-> " + Trace.name(to) + " " + Trace.text(message));
    }
    var ending = message instanceof Install || message instanceof Seal;
    var loss = ending ? endingLoss(target) : world.temper.loss();
    carry(from, target, loss, () -> target.hear(from, shard, message));
  }

  private double endingLoss(Node to) {
    return to.isDeaf() ? 1 : world.temper.installLoss();
  }

  /** Carries anything else. */
  void carry(Node from, Node to, Runnable arrive) {
    carry(from, to, world.temper.loss(), arrive);
  }

  private void carry(Node from, Node to, double loss, Runnable arrive) {
    world.totals.messages++;
    if (from == to) {
      world.agenda.in(0, () -> to.run(arrive));
      return;
    }
    var chance = world.chance;
    var temper = world.temper;
    if (!healed && chance.of(loss)) {
      if (world.trace != null) {
        world.trace.add(from, "   (lost)");
      }
      return;
    }
    var delay = chance.around(temper.hop());
    if (!healed && chance.of(temper.late())) {
      delay += chance.between(20_000, temper.lateBy());
    }
    var link = link(from, to);
    deliver(link, from, to, delay, arrive);
    if (!healed && chance.of(temper.twice())) {
      deliver(link, from, to, delay + chance.between(0, temper.lateBy()), arrive);
    }
  }

  private void deliver(Link link, Node from, Node to, long delay, Runnable arrive) {
    var at = world.agenda.now() + delay;
    if (world.temper.inOrder()) {
      at = Math.max(at, link.busyUntil);
      link.busyUntil = at;
    }
    var breaks = link.breaks;
    world.agenda.at(
        at,
        () -> {
          if (link.breaks == breaks && link.cutUntil <= world.agenda.now() && reaches(from, to)) {
            to.run(arrive);
          }
        });
  }

  private boolean reaches(Node from, Node to) {
    return apart.contains(from) == apart.contains(to)
        && !(world.temper.quarantined() && from.isRemoved() != to.isRemoved());
  }
}
