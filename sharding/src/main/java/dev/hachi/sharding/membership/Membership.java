package dev.hachi.sharding.membership;

import dev.hachi.sharding.placement.Member;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.Done;
import org.apache.pekko.actor.CoordinatedShutdown;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.cluster.Cluster;

/**
 * This replica's membership in the cluster of its namespace. It joins by itself and lives as long
 * as the ActorSystem. Thread-safe.
 */
public final class Membership {
  private static final long LEAVE_MAX_SECONDS = 10;

  private final ActorSystem<?> system;
  private final Member self;
  private final AtomicReference<Contact> contact;
  private final ActorRef<MembershipActor.Command> actor;

  private Membership(
      ActorSystem<?> system,
      AtomicReference<Contact> contact,
      ActorRef<MembershipActor.Command> actor) {
    this.system = system;
    this.self = contact.get().self();
    this.contact = contact;
    this.actor = actor;
  }

  /**
   * Begins to join.
   *
   * @param system has the configuration and the name that {@link ClusterSettings} gives
   * @param listener is told of the members from now on
   */
  public static Membership start(
      ActorSystem<?> system, ClusterSettings settings, MembershipListener listener) {
    var self = PekkoNames.member(Cluster.get(system).selfUniqueAddress());
    var contact = new AtomicReference<>(new Contact(settings.namespace(), self, List.of()));
    // Not where handlers run: a crash must be seen also when these use all threads.
    var actor =
        system.systemActorOf(
            MembershipActor.create(settings, listener, contact),
            MembershipActor.NAME,
            DispatcherSelector.fromConfig("pekko.actor.internal-dispatcher"));
    var membership = new Membership(system, contact, actor);
    membership.noticeDowning();
    return membership;
  }

  private void noticeDowning() {
    var shutdown = CoordinatedShutdown.get(system);
    shutdown.addTask(
        CoordinatedShutdown.PhaseBeforeServiceUnbind(),
        "hachi-downed",
        () -> {
          var reason = shutdown.getShutdownReason();
          if (reason.filter(CoordinatedShutdown.clusterDowningReason()::equals).isPresent()) {
            actor.tell(new MembershipActor.Downed());
          }
          return CompletableFuture.completedFuture(Done.done());
        });
  }

  /** This replica as a member. */
  public Member self() {
    return self;
  }

  /** What this replica answers to others that look for a cluster. */
  public Contact contact() {
    return contact.get();
  }

  /**
   * Lets all members know, those that come later as well, that this one is on its way out. There is
   * no way back.
   */
  public void announceDrain() {
    actor.tell(new MembershipActor.AnnounceDrain());
  }

  /**
   * Lets all members know, those that come later as well, that records of {@code function} need
   * code that knows {@code stateVersion}.
   */
  public void announceNeed(String function, int stateVersion) {
    actor.tell(new NeedNotice(function, stateVersion));
  }

  /**
   * Leaves the cluster, after which the ActorSystem ends.
   *
   * @return whether it was out within 10 s; when not, the others find out by its end
   */
  public CompletionStage<Boolean> leave() {
    var left = new CompletableFuture<Boolean>();
    actor.tell(new MembershipActor.Leave(left));
    system.getWhenTerminated().thenRun(() -> left.complete(true));
    return left.completeOnTimeout(false, LEAVE_MAX_SECONDS, TimeUnit.SECONDS);
  }
}
