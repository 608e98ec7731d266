package dev.hachi.runtime;

import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.entity.ResidentsCommand.Abandon;
import dev.hachi.runtime.entity.ResidentsCommand.Answered;
import dev.hachi.runtime.entity.ResidentsCommand.Answers;
import dev.hachi.runtime.entity.ResidentsCommand.Close;
import dev.hachi.runtime.entity.ResidentsCommand.Open;
import dev.hachi.runtime.store.EntityStore;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster would be, as far as one replica sees it: the test opens and closes shards. A key's
 * first letter is its shard. The router notes what it is given, and repeats nothing by itself.
 */
final class TestSurroundings implements Surroundings, Router {
  /** What happened around the replica, in order. */
  final List<String> events = new CopyOnWriteArrayList<>();

  private final OwnedStore store;
  private final boolean sharded;
  private @Nullable ActorSystem<?> system;
  private @Nullable ActorRef<ResidentsCommand> residents;
  private @Nullable Router local;
  private @Nullable EntityStore entities;

  private TestSurroundings(OwnedStore store, boolean sharded) {
    this.store = store;
    this.sharded = sharded;
  }

  /** All shards are closed. */
  static TestSurroundings sharded(OwnedStore store) {
    return new TestSurroundings(store, true);
  }

  /** There are no shards. */
  static TestSurroundings with(OwnedStore store) {
    return new TestSurroundings(store, false);
  }

  @Override
  public EntityStore store(ActorSystem<?> itsSystem) {
    entities = EntityStore.of(store);
    return entities;
  }

  EntityStore entities() {
    return Objects.requireNonNull(entities);
  }

  @Override
  public Optional<ShardMap> shards() {
    return sharded ? Optional.of(address -> address.key().charAt(0)) : Optional.empty();
  }

  @Override
  public Router router(
      ActorSystem<?> itsSystem, ActorRef<ResidentsCommand> itsResidents, Router itsLocal) {
    system = itsSystem;
    residents = itsResidents;
    local = itsLocal;
    return this;
  }

  void open(String function, char shard) {
    tell(new Open(function, shard));
  }

  CompletableFuture<Done> close(String function, char shard) {
    return AskPattern.<ResidentsCommand, Done>ask(
            Objects.requireNonNull(residents),
            replyTo -> new Close(function, shard, replyTo),
            Duration.ofSeconds(10),
            Objects.requireNonNull(system).scheduler())
        .toCompletableFuture();
  }

  void abandon(String function, char shard) {
    tell(new Abandon(function, shard));
  }

  void answered(Address address, String handler, String id) {
    tell(new Answers(List.of(new Answered(address, handler, id))));
  }

  private void tell(ResidentsCommand command) {
    Objects.requireNonNull(residents).tell(command);
  }

  @Override
  public CompletionStage<Outcome> invoke(Invocation invocation) {
    events.add(invocation.origin().getClass().getSimpleName() + " " + invocation.handler());
    return Objects.requireNonNull(local).invoke(invocation);
  }

  @Override
  public void settle(Address receiver, Origin.Tell origin) {
    events.add("settle " + origin.sequence());
    Objects.requireNonNull(local).settle(receiver, origin);
  }

  @Override
  public void outgrown(String function, int stateVersion) {
    events.add("outgrown " + function + " " + stateVersion);
  }

  @Override
  public boolean repeats() {
    return true;
  }

  @Override
  public CompletionStage<Done> drain() {
    events.add("drain");
    return CompletableFuture.completedFuture(Done.done());
  }

  @Override
  public void close() {
    events.add("close");
  }
}
