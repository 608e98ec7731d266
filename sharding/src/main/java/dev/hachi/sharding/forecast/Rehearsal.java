package dev.hachi.sharding.forecast;

import dev.hachi.function.Bytes;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.replication.LocalShard;
import dev.hachi.sharding.replication.Outbound;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.Write;
import dev.hachi.sharding.transport.Bundle;
import dev.hachi.sharding.transport.Letter;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * One shard on many members in one thread, with the state machines and the letters of a replica: a
 * newcomer becomes its owner, and what they say to each other is counted. Nothing gets lost.
 */
final class Rehearsal {
  private static final String FUNCTION = "counter";

  /** Far more than a hand-over takes when nothing gets lost. */
  private static final int TICKS_MAX = 1_000;

  private final Map<Member, Actor> cast = new LinkedHashMap<>();
  private final ArrayDeque<Runnable> next = new ArrayDeque<>();
  private long letters;
  private long bytes;
  private long closedAt;
  private long closedBytes;
  private long openedAt;
  private long openedBytes;

  /**
   * What a hand-over came to.
   *
   * @param letters between members
   * @param bytes of these
   * @param nanos of this machine, for all members together
   * @param pauseNanos the part of this in which nobody serves the shard
   * @param pauseBytes what is sent in that part
   * @param viewNanos what a member needs to take notice of the newcomer
   */
  record Cost(
      long letters, long bytes, long nanos, long pauseNanos, long pauseBytes, double viewNanos) {}

  private final class Actor implements Outbound {
    final Member self;
    final LocalShard shard;

    Actor(Member self) {
      this.self = self;
      this.shard = new LocalShard(self, this);
    }

    @Override
    public void send(Member to, ShardMessage message) {
      if (to.equals(self)) {
        next.add(() -> shard.onMessage(self, message));
        return;
      }
      var bundle = Bundle.of(new Letter.OfShard(FUNCTION, 0, message));
      letters++;
      bytes += bundle.length;
      next.add(() -> receive(to, bundle));
    }

    private void receive(Member to, byte[] bundle) {
      var receiver = cast.get(to);
      for (var letter : Bundle.read(bundle)) {
        if (receiver != null && letter instanceof Letter.OfShard(var _, var _, var message)) {
          receiver.shard.onMessage(self, message);
        }
      }
    }

    @Override
    public void open(Ballot before) {
      openedAt = System.nanoTime();
      openedBytes = bytes;
    }

    @Override
    public void close() {
      next.add(() -> {
        closedAt = System.nanoTime();
        closedBytes = bytes;
        shard.closed();
      });
    }

    @Override
    public void abandon() {
      throw new IllegalStateException("a hand-over in good order abandons nothing");
    }

    @Override
    public void written(long write) {}

    @Override
    public void unknown(long write) {
      throw new IllegalStateException("no write may get lost here");
    }

    @Override
    public void confirmed(long confirmation) {}

    @Override
    public void unconfirmed(long confirmation) {}

    @Override
    public void degraded() {
      throw new IllegalStateException("nobody leaves here");
    }
  }

  private Rehearsal() {}

  /**
   * Among {@code replicas}, and one that comes.
   *
   * @param keys that the shard has
   */
  static Cost of(Paper paper, int replicas, int keys) {
    return new Rehearsal().run(paper, Pods.of(replicas + 1, 1), keys);
  }

  private Cost run(Paper paper, List<Member> all, int keys) {
    var before = all.subList(0, all.size() - 1);
    var owners = before.stream().limit(paper.copies()).toList();
    before.forEach(this::enter);
    before.forEach(member -> shard(member).onView(before, owners));
    settle();
    fill(paper, shard(owners.getFirst()), keys);
    letters = 0;
    bytes = 0;

    var newcomer = all.getLast();
    enter(newcomer);
    var copies = Stream.concat(Stream.of(newcomer), owners.stream()).limit(paper.copies()).toList();
    var start = System.nanoTime();
    all.forEach(member -> shard(member).onView(all, copies));
    var viewed = System.nanoTime() - start;
    settle();
    if (!shard(newcomer).isOpen() || shard(newcomer).entries().size() != keys) {
      throw new IllegalStateException("the shard has not arrived: " + shard(newcomer));
    }
    return new Cost(
        letters,
        bytes,
        System.nanoTime() - start,
        openedAt - closedAt,
        openedBytes - closedBytes,
        viewed / (double) all.size());
  }

  private void enter(Member member) {
    cast.put(member, new Actor(member));
  }

  private LocalShard shard(Member member) {
    return Objects.requireNonNull(cast.get(member)).shard;
  }

  private void fill(Paper paper, LocalShard owner, int keys) {
    var value = Bytes.of(new byte[paper.stateBytes()]);
    for (var number = 0; number < keys; number++) {
      owner.write(new Write(number, key(number, paper.keyBytes()), 1, value, Long.MAX_VALUE));
      deliver();
    }
    settle();
  }

  private static String key(int number, int length) {
    var digits = Integer.toString(number);
    return "k".repeat(Math.max(0, length - digits.length())) + digits;
  }

  private void settle() {
    for (var tick = 0; tick < TICKS_MAX; tick++) {
      deliver();
      var busy = new ArrayList<LocalShard>();
      cast.values().stream()
          .map(actor -> actor.shard)
          .filter(shard -> !shard.isQuiet())
          .forEach(busy::add);
      if (busy.isEmpty()) {
        return;
      }
      busy.forEach(LocalShard::tick);
    }
    throw new IllegalStateException("the members do not come to an end: " + cast.values());
  }

  private void deliver() {
    for (var one = next.poll(); one != null; one = next.poll()) {
      one.run();
    }
  }
}
