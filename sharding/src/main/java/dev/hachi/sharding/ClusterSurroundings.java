package dev.hachi.sharding;

import com.typesafe.config.Config;
import dev.hachi.runtime.Address;
import dev.hachi.runtime.CallersThread;
import dev.hachi.runtime.Router;
import dev.hachi.runtime.ShardMap;
import dev.hachi.runtime.Surroundings;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.store.EntityStore;
import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.guard.Tls;
import dev.hachi.sharding.membership.ClusterSettings;
import dev.hachi.sharding.membership.Contact;
import dev.hachi.sharding.membership.Membership;
import dev.hachi.sharding.membership.MembershipListener;
import dev.hachi.sharding.placement.Division;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import dev.hachi.sharding.placement.Placement;
import dev.hachi.sharding.transport.Capacity;
import dev.hachi.sharding.transport.Letter;
import dev.hachi.sharding.transport.Load;
import dev.hachi.sharding.transport.Post;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The other replicas of a cluster: entities live on one of them each and are stored on several.
 * Thread-safe.
 */
public final class ClusterSurroundings implements Surroundings {
  private static final Logger LOG = LoggerFactory.getLogger(ClusterSurroundings.class);

  private static final Duration TLS_CHECK_EVERY = Duration.ofSeconds(10);

  /** What exists from the moment on at which the actor system does. */
  private record Parts(
      Membership membership,
      Post post,
      ActorRef<ShardHostCommand> host,
      EntityStore store,
      MemoryBudget memory,
      Moves moves) {}

  /** What exists once the entities do. */
  private record Way(Entities entities, ShardRouter router, Reading reading) {}

  private final ClusterOptions options;
  private final Clock clock;
  private final ClusterTelemetry telemetry;
  private Map<String, Placement> placements = Map.of();
  private @Nullable ClusterSettings settings;
  private Guard guard = Guard.OPEN;
  private @Nullable Post post;
  private volatile @Nullable Parts parts;
  private volatile @Nullable Way way;
  private volatile Layout layout = Layout.EMPTY;
  private final CompletableFuture<Done> joining = new CompletableFuture<>();
  private final Loads loads = new Loads(System::nanoTime);
  private volatile boolean leaving;

  public ClusterSurroundings(ClusterOptions options, Clock clock, ClusterTelemetry telemetry) {
    this.options = options;
    this.clock = clock;
    this.telemetry = telemetry;
  }

  // ---- as the runtime asks ----------------------------------------------------------------------

  @Override
  public String systemName() {
    return ClusterSettings.systemName(options.namespace());
  }

  @Override
  public Config settings(Map<String, Integer> functions) {
    var hosted = new HashMap<String, Placement>();
    var divisions = new HashMap<String, Division>();
    for (var function : functions.keySet()) {
      hosted.put(function, new Placement(function, options.shards(), options.copies()));
      divisions.put(function, new Division(options.shards(), options.copies()));
    }
    placements = Map.copyOf(hosted);
    guard = options.tls() == null ? Guard.OPEN : Tls.open(options.tls(), options.namespace());
    post = openPost();
    var known =
        new ClusterSettings(
            options.namespace(),
            options.bind(),
            post.clusterPort(),
            options.join(),
            options.tls(),
            divisions,
            functions);
    settings = known;
    return known.config();
  }

  private Post openPost() {
    try {
      var capacity = Capacity.of(options.bundleLetters(), options.memoryMax());
      return Post.open(options.bind(), options.port(), capacity, guard, clock);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  @Override
  public Optional<ShardMap> shards() {
    var hosted = placements;
    return Optional.of(address -> {
      var placement = hosted.get(address.function());
      return placement == null ? 0 : placement.shardOf(address.key());
    });
  }

  @Override
  public EntityStore store(ActorSystem<?> system) {
    var known = Objects.requireNonNull(settings, "the actor system has no settings");
    var membership = Membership.start(system, known, new Listener());
    var self = membership.self();
    var carrier = Objects.requireNonNull(post, "the actor system has no settings");
    var memory = new MemoryBudget(options.memoryMax(), System::nanoTime);
    var moves = new Moves(self, clock, System::nanoTime, telemetry);
    var functions = known.functions().keySet();
    var host =
        system.systemActorOf(
            ShardHost.create(self, functions, options.shards(), memory, moves, carrier),
            "shards",
            CallersThread.DISPATCHER);
    var store = EntityStore.of(new ReplicatedStore(host, shards().orElseThrow()));
    parts = new Parts(membership, carrier, host, store, memory, moves);
    carrier.start(self, this::read);
    if (guard instanceof Tls tls) {
      system
          .scheduler()
          .scheduleWithFixedDelay(
              Duration.ZERO, TLS_CHECK_EVERY, tls::check, system.executionContext());
    }
    return store;
  }

  @Override
  public Router router(ActorSystem<?> system, ActorRef<ResidentsCommand> residents, Router local) {
    var there = parts();
    var entities =
        new Entities(system, residents, there.store(), options.namespace(), shards().orElseThrow());
    var router =
        new ShardRouter(
            there.membership().self(),
            system,
            residents,
            entities::live,
            there.membership()::announceNeed,
            there.post(),
            clock,
            telemetry);
    there.host().tell(new ShardHostCommand.Serve(entities));
    way =
        new Way(
            entities, router, new Reading(there.post(), there.host(), residents, router, loads));
    tellLayout();
    return router;
  }

  private Parts parts() {
    var there = parts;
    if (there == null) {
      throw new IllegalStateException("the actor system is not there yet");
    }
    return there;
  }

  @Override
  public CompletionStage<Done> drain() {
    var there = parts();
    var drained = new CompletableFuture<Done>();
    there.membership().announceDrain();
    there.host().tell(new ShardHostCommand.Drain(drained));
    return drained;
  }

  @Override
  public void close() {
    leaving = true;
    parts().post().close();
    var out = parts().membership().leave().toCompletableFuture().join();
    if (!out) {
      LOG.warn("the cluster did not let this replica go in time; the others find out by its end");
    }
  }

  // ---- as the cluster says ----------------------------------------------------------------------

  private final class Listener implements MembershipListener {
    @Override
    public void changed(Members members) {
      if (leaving) {
        return; // one that has left sees itself alone, and would take all shards for its own
      }
      layout = Layout.of(members);
      loads.present(members.functions().keySet());
      tellLayout();
    }

    @Override
    public void downed(String reason) {
      options.end().accept(reason);
    }

    @Override
    public void giveWay(String reason) {
      options.end().accept(reason);
    }

    @Override
    public void refused(String reason) {
      options.end().accept(reason);
    }
  }

  /** Also called when the way is there: what was seen before reached nobody. */
  private synchronized void tellLayout() {
    var seen = layout;
    var there = parts;
    var known = way;
    if (there != null && known != null) {
      there.post().present(seen.members().functions().keySet());
      there.host().tell(new ShardHostCommand.Seen(seen));
      known.router().see(seen);
      if (!joining.isDone() && joined()) {
        warnOfNoState(seen.members());
        joining.complete(Done.done());
      }
    }
  }

  /** Not before this replica is a member: others that it joins are seen earlier than itself. */
  private void warnOfNoState(Members members) {
    for (var function : placements.keySet()) {
      if (members.of(function).members().size() == 1) {
        LOG.warn(
            "this replica is the first of {} in its cluster and knows no state: if there were"
                + " replicas before, what they kept in memory is gone",
            function);
      }
    }
  }

  // ---- as other replicas write ------------------------------------------------------------------

  private void read(Member from, List<Letter> letters) {
    var known = way;
    if (known != null) {
      known.reading().read(from, letters);
    } // else they send again what matters
  }

  // ---- for operators ----------------------------------------------------------------------------

  /** What others that look for a cluster are answered; empty while the actor system starts. */
  public Optional<Contact> contact() {
    var there = parts;
    return there == null ? Optional.empty() : Optional.of(there.membership().contact());
  }

  /** Completes when this replica is a member for the first time. */
  public CompletionStage<Done> joining() {
    return joining.copy();
  }

  /** Whether this replica is a member. */
  public boolean joined() {
    return self().filter(member -> members().functions().containsKey(member)).isPresent();
  }

  /** The members as this replica sees them. */
  public Members members() {
    return layout.members();
  }

  /** This replica as a member; empty while the actor system starts. */
  public Optional<Member> self() {
    var there = parts;
    return there == null ? Optional.empty() : Optional.of(there.membership().self());
  }

  /** Who owns {@code address}, as far as this replica sees; empty when nobody does. */
  public Optional<Member> ownerOf(Address address) {
    return Optional.ofNullable(layout.ownerOf(address));
  }

  /** The shards that came from other owners, 100 at most, the newest first. */
  public List<ShardMove> moves() {
    var there = parts;
    return there == null ? List.of() : there.moves().latest();
  }

  /** How this replica stands now. */
  public ClusterFigures figures() {
    var there = parts;
    var known = way;
    return there == null || known == null
        ? new ClusterFigures(0, Map.of(), 0, options.memoryMax(), 0, 0)
        : new ClusterFigures(
            members().functions().size(),
            known.entities().shardsHere(placements.keySet()),
            there.memory().counted(),
            options.memoryMax(),
            there.moves().unsettled(),
            known.router().waiting());
  }

  /** Tells {@code other} what this replica has to carry; it may get lost. */
  public void tellLoad(Member other, Load load) {
    var there = parts;
    if (there != null) {
      there.post().send(other, List.of(new Letter.Loaded(load)));
    }
  }

  /** What other replicas told of theirs within {@code age}. */
  public Map<Member, Load> loads(Duration age) {
    return loads.notOlderThan(age);
  }

  /** What this replica knows of its shards. */
  public CompletionStage<List<ShardStatus>> shardStatus() {
    var there = parts;
    if (there == null) {
      return CompletableFuture.completedFuture(List.of());
    }
    var report = new CompletableFuture<List<ShardStatus>>();
    there.host().tell(new ShardHostCommand.Report(report));
    return report;
  }
}
