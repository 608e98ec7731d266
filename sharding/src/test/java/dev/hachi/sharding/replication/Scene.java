package dev.hachi.sharding.replication;

import dev.hachi.function.Bytes;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.ShardMessage.Install;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One shard on several members, which see and hear only what a test lets them. What is said arrives
 * at once and in order, unless it is lost. Members are called by one letter.
 */
final class Scene {
  /** A key of which each write is a number. */
  private static final String KEY = "x";

  /** More than any exchange of so few members takes. */
  private static final int BOUND = 10_000;

  private record Line(String from, String to) {}

  private final Rules rules;
  private final Map<String, Actor> cast = new LinkedHashMap<>();
  private final ArrayDeque<Runnable> next = new ArrayDeque<>();
  private final Set<Line> cut = new HashSet<>();

  /** On which no installation passes. */
  private final Set<Line> uninformed = new HashSet<>();

  Scene(Rules rules, String names) {
    this.rules = rules;
    names.chars().forEach(name -> cast.put(Character.toString(name), new Actor(name)));
  }

  /** A member with what its entity has in memory, which is there while entities may be active. */
  private final class Actor implements Outbound {
    final Member member;
    final LocalShard shard;
    final List<Long> written = new ArrayList<>();
    boolean open;
    long memory;

    Actor(int name) {
      member = member(Character.toString(name));
      shard = new LocalShard(member, rules, this);
    }

    @Override
    public void send(Member to, ShardMessage message) {
      var from = member.address();
      next.add(() -> {
        var receiver = cast.get(to.address());
        if (receiver != null
            && !cut.contains(new Line(from, to.address()))
            && !(message instanceof Install && uninformed.contains(new Line(from, to.address())))) {
          receiver.shard.onMessage(member, message);
        }
      });
    }

    @Override
    public void open(Ballot before) {
      open = true;
      var entry = shard.entries().get(KEY);
      memory = entry == null ? 0 : entry.revision();
    }

    @Override
    public void close() {
      next.add(() -> {
        open = false;
        shard.closed();
      });
    }

    @Override
    public void abandon() {
      open = false;
    }

    @Override
    public void written(long id) {
      written.add(id);
    }

    @Override
    public void unknown(long id) {}

    @Override
    public void confirmed(long id) {}

    @Override
    public void unconfirmed(long id) {}

    @Override
    public void degraded() {}
  }

  private static Member member(String name) {
    return new Member(name, 1);
  }

  private static List<Member> members(String names) {
    return names.chars().mapToObj(name -> member(Character.toString(name))).toList();
  }

  private static List<String> each(String names) {
    return names.chars().mapToObj(Character::toString).toList();
  }

  private Actor actor(String name) {
    var actor = cast.get(name);
    if (actor == null) {
      throw new IllegalArgumentException("nobody is called " + name);
    }
    return actor;
  }

  private static List<Line> lines(String some, String others) {
    return each(some).stream()
        .flatMap(from -> each(others).stream().map(to -> new Line(from, to)))
        .toList();
  }

  // ---- what a test does -------------------------------------------------------------------------

  /** {@code who} see that {@code present} are there, and that {@code copies} are to store it. */
  Scene see(String who, String present, String copies) {
    each(who).forEach(name -> actor(name).shard.onView(members(present), members(copies)));
    return settle();
  }

  /** Nothing that {@code some} say arrives at {@code others} any more. */
  Scene cut(String some, String others) {
    cut.addAll(lines(some, others));
    return this;
  }

  /** Nothing passes between {@code some} and {@code others} any more. */
  Scene part(String some, String others) {
    return cut(some, others).cut(others, some);
  }

  /** All links carry again. */
  Scene heal() {
    cut.clear();
    uninformed.clear();
    return this;
  }

  /** No Install of {@code some} arrives at {@code others} any more. */
  Scene loseInstalls(String some, String others) {
    uninformed.addAll(lines(some, others));
    return this;
  }

  /** It ends, and nobody knows yet. */
  Scene crash(String name) {
    cast.remove(name);
    return this;
  }

  /** What {@code who} said and nobody answered is said again, once. */
  Scene repeat(String who) {
    return tick(who, Patience.REPEAT);
  }

  /** So long that {@code who} repeat all several times, and wait for no hand-over any more. */
  Scene wait(String who) {
    return tick(who, 2 * Patience.BUSY);
  }

  private Scene tick(String who, int ticks) {
    for (var tick = 0; tick < ticks; tick++) {
      each(who).forEach(name -> actor(name).shard.tick());
      settle();
    }
    return this;
  }

  /** The entity of {@code owner} writes the next number. */
  Scene write(String owner) {
    var actor = actor(owner);
    if (actor.open) {
      actor.memory++;
      actor.shard.write(
          new Write(actor.memory, KEY, actor.memory, Bytes.of(new byte[1]), Long.MAX_VALUE));
    }
    return settle();
  }

  private Scene settle() {
    for (var count = 0; !next.isEmpty(); count++) {
      if (count > BOUND) {
        throw new IllegalStateException("no end of what they say");
      }
      next.removeFirst().run();
    }
    return this;
  }

  // ---- what came of it --------------------------------------------------------------------------

  /** Whether entities may be active on {@code name}. */
  boolean isOpen(String name) {
    return actor(name).open;
  }

  boolean isSettled(String name) {
    return actor(name).shard.isSettled();
  }

  /** Whether {@code name} may not leave. */
  boolean isNeeded(String name) {
    return actor(name).shard.isNeeded();
  }

  /** The numbers that {@code name} was told to be stored. */
  List<Long> written(String name) {
    return List.copyOf(actor(name).written);
  }

  /** What the entity on {@code name} takes for the newest. */
  long memory(String name) {
    return actor(name).memory;
  }
}
