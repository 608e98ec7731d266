package dev.hachi.sharding.simulation;

import dev.hachi.sharding.placement.Member;
import java.util.HashSet;
import java.util.List;

/**
 * What goes wrong. Members fail one after another, with time between to copy what they stored: more
 * is not promised. Everything else may go wrong at any time.
 */
final class Faults {
  private static final long DRAIN = 1_500_000;

  private final World world;
  private boolean over;

  /** Whether a member fails, or failed and what it stored is not copied yet. */
  private boolean failing = true;

  Faults(World world) {
    this.world = world;
  }

  void begin() {
    recover();
    misfortune();
  }

  private void misfortune() {
    if (!over) {
      var chance = world.chance;
      if (chance.of(world.temper.cuts())) {
        cutLinks();
      }
      misfortune(chance.share());
      var pause = world.temper.pause();
      world.agenda.in(chance.between(pause / 6, pause), this::misfortune);
    }
  }

  /** Nothing goes wrong from now on, and what went wrong is made good. */
  void end() {
    over = true;
    world.network.heal();
    for (var node : world.membership.nodes()) {
      if (node.isRemoved()) {
        node.crash();
      } else if (node.isFrozen()) {
        node.thaw();
      } else if (!node.isAlive() && world.membership.present().contains(node)) {
        world.membership.remove(node);
      }
    }
    world.membership.present().forEach(world.membership::hear);
  }

  /** Single links in one direction, all of one member, or all between two halves. */
  private void cutLinks() {
    var chance = world.chance;
    var running = world.membership.running();
    if (running.size() < 2) {
      return;
    }
    var which = chance.share();
    if (which < 0.25) {
      cutBetween(List.of(chance.pick(running)), running);
    } else if (which < 0.4 && world.temper.installLoss() > 0) {
      chance.pick(running).deafen(chance.between(100_000, 2 * longest() + 100_000));
    } else if (which < 0.5) {
      cutBetween(running.stream().filter(node -> chance.of(0.5)).toList(), running);
    } else {
      for (var count = chance.between(1, 5); count > 0; count--) {
        cut(chance.pick(running), chance.pick(running), chance.between(10_000, longest()));
      }
    }
  }

  private void cutBetween(List<Node> some, List<Node> all) {
    var time = world.chance.between(10_000, longest());
    for (var one : some) {
      for (var other : all) {
        if (!some.contains(other)) {
          cut(one, other, time);
          cut(other, one, time);
        }
      }
    }
  }

  private long longest() {
    return world.temper.cutFor();
  }

  private void cut(Node from, Node to, long time) {
    if (from != to) {
      world.network.cut(from, to, time);
      if (world.temper.inOrder()) {
        world.network.breakConnection(from, to);
      }
    }
  }

  private void misfortune(double which) {
    var membership = world.membership;
    if (which < 0.2) {
      if (!membership.isFull()) {
        membership.join();
        membership.gossip();
      }
    } else if (which < 0.3) {
      drain();
    } else if (which < 0.8) {
      if (!failing && staying().size() >= 3) {
        fail(world.chance.pick(membership.running()), which);
      }
    } else if (which < 0.9) {
      membership.gossip();
    }
  }

  // ---- one member fails -------------------------------------------------------------------------

  private void fail(Node node, double which) {
    failing = true;
    world.totals.failures++;
    if (which < 0.5) {
      world.note(node, "crashes");
      node.crash();
      later(30_000, 90_000, () -> replace(node));
    } else if (which < 0.65) {
      world.note(node, "is cut off");
      world.network.setApart(node);
      returnOrBeRemoved(node, world.network::bringTogether);
    } else {
      world.note(node, "is frozen");
      node.freeze();
      returnOrBeRemoved(node, node::thaw);
    }
  }

  private void returnOrBeRemoved(Node node, Runnable back) {
    if (world.chance.of(0.5)) {
      later(
          10_000,
          150_000,
          () -> {
            world.note(node, "is back");
            back.run();
            recover();
          });
    } else {
      later(30_000, 90_000, () -> replace(node));
      later(95_000, 200_000, back);
    }
  }

  /** The others go on without it; it may live on for a while, with its old view. */
  private void replace(Node node) {
    remove(node);
    later(200_000, 400_000, node::crash);
    recover();
  }

  private void remove(Node node) {
    world.membership.remove(node);
    world.membership.gossip();
  }

  private void later(long least, long most, Runnable what) {
    world.agenda.in(
        world.chance.between(least, most),
        () -> {
          if (!over) {
            what.run();
          }
        });
  }

  // ---- one member leaves ------------------------------------------------------------------------

  private void drain() {
    var membership = world.membership;
    var staying = staying();
    if (staying.size() >= 3) {
      var node = world.chance.pick(staying);
      membership.drain(node);
      membership.gossip();
      leave(node, world.agenda.now() + DRAIN);
    }
  }

  private List<Node> staying() {
    var membership = world.membership;
    return membership.running().stream().filter(one -> !membership.isDraining(one)).toList();
  }

  /** Once nobody needs it, or it cannot wait any longer; the latter is a failure like others. */
  private void leave(Node node, long end) {
    later(
        10_000,
        30_000,
        () -> {
          var late = world.agenda.now() > end && !failing;
          if (!node.isThere()) {
            return;
          }
          if ((node.isNeeded() && !late) || !knowsThatItLeaves(node)) {
            leave(node, end);
            return;
          }
          world.totals.drained++;
          node.crash();
          remove(node);
          if (late) {
            failing = true;
            recover();
          }
        });
  }

  private static boolean knowsThatItLeaves(Node node) {
    var view = node.view();
    return view != null && view.draining().contains(node.member);
  }

  // ---- when the next may fail -------------------------------------------------------------------

  /** The next may fail once all is stored where it belongs, on more than one member. */
  private void recover() {
    later(
        20_000,
        50_000,
        () -> {
          if (isReplicated()) {
            failing = false;
          } else {
            recover();
          }
        });
  }

  /** Whether every shard is where it belongs, with all its copies. */
  private boolean isReplicated() {
    var placement = world.assign(world.membership.view());
    for (var shard = 0; shard < placement.size(); shard++) {
      if (!isReplicated(shard, placement.get(shard))) {
        return false;
      }
    }
    return true;
  }

  static boolean isOwned(Host host, List<Member> copies) {
    var config = host.replica().config();
    return host.isOpen()
        && host.replica().isOpen()
        && host.replica().isQuiet()
        && config != null
        && new HashSet<>(config.current().members()).equals(new HashSet<>(copies));
  }

  private boolean isReplicated(int shard, List<Member> copies) {
    if (copies.size() < 2) {
      return false;
    }
    var owner = world.node(copies.getFirst());
    if (!owner.isThere() || !isOwned(owner.hosts().get(shard), copies)) {
      return false;
    }
    var ballot = world.ballot(owner, shard);
    return copies.stream()
        .map(world::node)
        .allMatch(copy -> copy.isThere() && ballot.equals(world.ballot(copy, shard)));
  }
}
