package dev.hachi.sharding.simulation;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.View;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who the cluster agrees is there; each member hears of it when it does. */
final class Membership {
  private static final int MOST = 7;
  private static final long GOSSIP = 40_000;

  private final World world;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Node> present = new ArrayList<>();
  private final Set<Member> draining = new HashSet<>();

  Membership(World world) {
    this.world = world;
  }

  List<Node> nodes() {
    return nodes;
  }

  List<Node> present() {
    return present;
  }

  /** Those that are present and run. */
  List<Node> running() {
    return present.stream().filter(Node::isThere).toList();
  }

  boolean isFull() {
    return present.size() >= MOST;
  }

  boolean isDraining(Node node) {
    return draining.contains(node.member);
  }

  /** Whom a caller may reach: also one that is removed and does not know it. */
  @Nullable Node anybody() {
    var running = nodes.stream().filter(node -> node.isAlive() && !node.isFrozen()).toList();
    return running.isEmpty() ? null : world.chance.pick(running);
  }

  View view() {
    return new View(present.stream().map(node -> node.member).toList(), draining);
  }

  Node join() {
    var member = new Member(name(), world.chance.between(1, 1 << 30));
    var node = new Node(world, nodes.size(), member);
    nodes.add(node);
    world.add(node);
    present.add(node);
    world.note(node, "joins");
    return node;
  }

  /** One letter; in no order, as the order of members decides between equal ballots. */
  private String name() {
    return String.valueOf((char) ('a' + Math.floorMod(world.seed + nodes.size() * 7L, 26)));
  }

  void drain(Node node) {
    world.note(node, "is to leave");
    draining.add(node.member);
  }

  void remove(Node node) {
    world.note(node, "is removed");
    present.remove(node);
    draining.remove(node.member);
    node.remove();
  }

  /** Each hears of the present state after a while. */
  void gossip() {
    for (var node : List.copyOf(present)) {
      if (!world.chance.of(world.temper.missed())) {
        node.in(world.chance.between(0, GOSSIP), () -> hear(node));
      }
    }
  }

  void hear(Node node) {
    if (!node.isRemoved() && !world.network.isApart(node)) {
      node.see(view());
    }
  }
}
