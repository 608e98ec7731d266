package dev.hachi.sharding;

import com.typesafe.config.ConfigFactory;
import dev.hachi.function.Bytes;
import dev.hachi.runtime.ShardMap;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.store.EntityStore;
import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.placement.Division;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.placement.Placement;
import dev.hachi.sharding.transport.Capacity;
import dev.hachi.sharding.transport.Letter;
import dev.hachi.sharding.transport.Post;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.awaitility.Awaitility;

/**
 * A {@link ShardHost} with two shards of a function f and its own post, without entities: the test
 * says who is there. Thread-safe.
 */
final class Host implements AutoCloseable {
  private static final int SHARDS = 2;

  final Member self;
  final Moves moves;
  final AtomicInteger degraded = new AtomicInteger();
  private final ActorSystem<Void> system;
  private final Post post;
  private final ActorRef<ShardHostCommand> host;

  private Host(Member self, Post post) {
    this.self = self;
    this.post = post;
    this.moves = new Moves(self, Clock.systemUTC(), System::nanoTime, telemetry());
    this.system = ActorSystem.create(Behaviors.<Void>empty(), "host", ConfigFactory.load());
    this.host =
        system.systemActorOf(
            ShardHost.create(
                self,
                Set.of("f"),
                SHARDS,
                new MemoryBudget(Long.MAX_VALUE / 2, System::nanoTime),
                moves,
                post),
            "shards",
            Props.empty());
    host.tell(new ShardHostCommand.Serve(entities()));
    post.start(self, this::read);
  }

  /** One whose post listens at the address that {@code self} makes a member of. */
  static Host open(Capacity capacity, Function<String, Member> self) throws IOException {
    var post = Post.open("127.0.0.1", 0, capacity, Guard.OPEN, Clock.systemUTC());
    return new Host(self.apply("127.0.0.1:" + post.clusterPort()), post);
  }

  private ClusterTelemetry telemetry() {
    return new ClusterTelemetry() {
      @Override
      public void degraded(String function) {
        degraded.incrementAndGet();
      }
    };
  }

  /** Those that never have anything to end. */
  private Entities entities() {
    var residents =
        system.<ResidentsCommand>systemActorOf(
            Behaviors.receiveMessage(command -> {
              if (command instanceof ResidentsCommand.Close close) {
                close.replyTo().tell(Done.done());
              }
              return Behaviors.same();
            }),
            "residents",
            Props.empty());
    var placement = new Placement("f", SHARDS, 2);
    ShardMap shards = address -> placement.shardOf(address.key());
    var store = EntityStore.of(new ReplicatedStore(host, shards));
    return new Entities(system, residents, store, "ns", shards);
  }

  private void read(Member from, List<Letter> letters) {
    host.tell(
        new ShardHostCommand.Read(
            from,
            letters.stream()
                .filter(Letter.OfShard.class::isInstance)
                .map(Letter.OfShard.class::cast)
                .toList()));
  }

  /** Where shards belong when these members are there. */
  static Layout layout(List<Member> members) {
    var functions = new HashMap<Member, Set<String>>();
    members.forEach(member -> functions.put(member, Set.of("f")));
    return Layout.of(new Members(functions, Set.of(), Map.of("f", new Division(SHARDS, 2))));
  }

  /** A member to whom the first shard belongs beside {@code old}, which keeps the second one. */
  static Member newOwner(Member old, String address) {
    return LongStream.range(2, 1_000_000) // of 1,000 none would do in one run of a hundred
        .mapToObj(uid -> new Member(address, uid))
        .filter(member -> {
          var layout = layout(List.of(old, member));
          return layout.copiesOf("f", 0).getFirst().equals(member)
              && layout.copiesOf("f", 1).getFirst().equals(old);
        })
        .findFirst()
        .orElseThrow();
  }

  /** These are the members. */
  void see(Member... members) {
    post.present(Set.of(members));
    host.tell(new ShardHostCommand.Seen(layout(List.of(members))));
  }

  CompletableFuture<Done> commit(ShardId shard, String key, long revision, String value) {
    var end = new CompletableFuture<Done>();
    host.tell(
        new ShardHostCommand.Commit(shard, key, revision, Bytes.utf8(value), Long.MAX_VALUE, end));
    return end;
  }

  ShardStatus status(ShardId shard) {
    var report = new CompletableFuture<List<ShardStatus>>();
    host.tell(new ShardHostCommand.Report(report));
    return report.join().stream()
        .filter(status -> status.shard() == shard.number())
        .findFirst()
        .orElseThrow();
  }

  void untilOpen(ShardId shard) {
    Awaitility.await().atMost(Duration.ofSeconds(10)).until(() -> status(shard).open());
  }

  /** It ends without a word, before the test does. */
  void die() {
    close();
  }

  @Override
  public void close() {
    post.close();
    system.terminate();
  }
}
