package dev.hachi.sharding.membership;

import dev.hachi.sharding.membership.Roster.Standing;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.placement.Members;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.javadsl.TimerScheduler;
import org.apache.pekko.cluster.Cluster;
import org.apache.pekko.cluster.ClusterEvent;
import org.apache.pekko.cluster.ClusterEvent.CurrentClusterState;
import org.apache.pekko.cluster.ClusterEvent.MemberEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One replica's knowledge of the cluster, kept in a {@link Roster}. What Pekko Cluster, the links,
 * other members' notices and the contact points tell comes as messages, one at a time.
 */
final class MembershipActor extends AbstractBehavior<MembershipActor.Command> {
  static final String NAME = "hachi-membership";

  sealed interface Command
      permits AnnounceDrain,
          Ask,
          Died,
          Downed,
          DrainNotice,
          Leave,
          NeedNotice,
          Remind,
          Repeat,
          Round,
          Seen,
          State {}

  /** Pekko Cluster tells of one member. */
  record Seen(MemberEvent event) implements Command {}

  /** Pekko Cluster tells of all members, after it told of a change. */
  record State(CurrentClusterState members) implements Command {}

  /** A link has proven that the member's process has ended. */
  record Died(Member member) implements Command {}

  /** The contact points are to be asked. */
  record Ask() implements Command {}

  /** What they answered. */
  record Round(List<ContactAnswer> answers) implements Command {}

  /** This member drains from now on. */
  record AnnounceDrain() implements Command {}

  /** All are to be told again that it drains. */
  record Repeat() implements Command {}

  /** All are to be told again which state versions are needed. */
  record Remind() implements Command {}

  /** This member leaves; {@code left} is completed when it is out. */
  record Leave(CompletableFuture<Boolean> left) implements Command {}

  /** This member was downed. */
  record Downed() implements Command {}

  private static final Logger LOG = LoggerFactory.getLogger(MembershipActor.class);
  private static final Duration DRAIN_REPEAT = Duration.ofMillis(100);
  private static final Duration REMIND_EVERY = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final ClusterSettings settings;
  private final Member self;
  private final MembershipListener listener;
  private final AtomicReference<Contact> contact;
  private final TimerScheduler<Command> timers;
  private final ContactPoints contactPoints;
  private final Seeking seeking;
  private final Links links;
  private final Set<String> provenDead;
  private final ActorRef states;
  private Roster roster = Roster.EMPTY;
  private Members told = Members.NONE;
  private boolean leaving;
  private boolean ended;

  /** Whether it has been among the members: then it does not end for settings that differ. */
  private boolean admitted;

  private MembershipActor(
      ActorContext<Command> context,
      TimerScheduler<Command> timers,
      ClusterSettings settings,
      MembershipListener listener,
      AtomicReference<Contact> contact) {
    super(context);
    this.cluster = Cluster.get(context.getSystem());
    this.settings = settings;
    this.self = contact.get().self();
    this.listener = listener;
    this.contact = contact;
    this.timers = timers;
    this.contactPoints = new ContactPoints(settings.join(), settings.namespace());
    this.seeking = new Seeking(cluster, self);
    this.provenDead =
        LinkedFailureDetector.deadOf(Adapter.toClassic(context.getSystem()).eventStream());
    this.states = Adapter.toClassic(context.messageAdapter(CurrentClusterState.class, State::new));
    var me = context.getSelf();
    this.links = Links.start(member -> me.tell(new Died(member)));
  }

  /**
   * @param contact what this replica tells of itself; kept up to date here
   */
  static Behavior<Command> create(
      ClusterSettings settings, MembershipListener listener, AtomicReference<Contact> contact) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          var actor = new MembershipActor(context, timers, settings, listener, contact);
          actor.begin();
          return actor;
        }));
  }

  private void begin() {
    cluster.subscribe(
        Adapter.toClassic(getContext().messageAdapter(MemberEvent.class, Seen::new)),
        ClusterEvent.initialStateAsEvents(),
        MemberEvent.class);
    if (settings.join() instanceof JoinSource.None) {
      seeking.form();
    } else {
      getContext().getSelf().tell(new Ask());
    }
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Command.class, this::handle)
        .onSignal(PostStop.class, this::stopped)
        .build();
  }

  private Behavior<Command> handle(Command command) {
    switch (command) {
      case Seen(var event) -> seen(event);
      case State(var members) -> stands(members);
      case Died(var member) -> died(member);
      case DrainNotice(var member) -> drains(member);
      case NeedNotice notice -> needs(notice);
      case Remind() -> tellAllOfNeeds();
      case Ask() -> ask();
      case Round(var answers) -> answered(answers);
      case AnnounceDrain() -> announceDrain();
      case Repeat() -> tellAllOfDrain();
      case Leave(var left) -> leave(left);
      case Downed() -> downed();
    }
    return this;
  }

  /**
   * Whoever is welcomed hears of the members one by one. A view of some of them must not be told:
   * who seems to be alone takes every shard for a new one.
   */
  private void seen(MemberEvent event) {
    if (PekkoNames.member(event.member().uniqueAddress()).equals(self)) {
      ended |= PekkoNames.standing(event.member().status()) == Standing.DOWN;
    }
    if (ended) {
      update(roster.without(self));
    } else {
      cluster.sendCurrentClusterState(states);
    }
  }

  private void stands(CurrentClusterState state) {
    if (ended) {
      return;
    }
    var seen = roster.withAll(PekkoNames.entries(state));
    var conflict = seen.conflict(self);
    if (!admitted && conflict.isPresent()) {
      end(conflict.get(), listener::refused);
    } else {
      admitted |= seen.members(self).functions().containsKey(self);
      update(seen);
      tellAllOfNeeds();
    }
  }

  private void died(Member member) {
    if (!roster.knows(member) || roster.dead().contains(member)) {
      return;
    }
    LOG.info("{} is dead: its process has closed its port", member);
    var wasDown = roster.isDown(member);
    update(roster.withDead(member));
    if (!wasDown) {
      cluster.down(PekkoNames.address(cluster, member.address()));
    }
  }

  private void drains(Member member) {
    if (roster.knows(member) && !roster.draining().contains(member)) {
      LOG.info("{} drains", member);
      update(roster.withDraining(member));
    }
  }

  /** Whoever hears of it passes it on, as those that come later must know it too. */
  private void needs(NeedNotice notice) {
    var changed = roster.withNeeded(notice);
    if (changed.equals(roster)) {
      return;
    }
    LOG.warn(
        "{} has records of state version {}, which not all of its replicas can read: those that can"
            + " run all of its shards from now on, as long as there are any",
        notice.function(),
        notice.stateVersion());
    update(changed);
    tellAllOfNeeds();
    timers.startTimerWithFixedDelay(new Remind(), REMIND_EVERY);
  }

  private void tellAllOfNeeds() {
    roster
        .unmet()
        .forEach((function, stateVersion) -> tellAll(new NeedNotice(function, stateVersion)));
  }

  private void update(Roster changed) {
    roster = changed;
    var joined = !ended && roster.knows(self);
    contact.set(
        new Contact(
            settings.namespace(), self, joined ? List.copyOf(roster.joinable()) : List.of()));
    tellOfMembers();
    var dead =
        roster.dead().stream()
            .map(member -> PekkoNames.address(cluster, member.address()).toString())
            .collect(Collectors.toSet());
    provenDead.retainAll(dead);
    provenDead.addAll(dead);
    links.keep(roster.others(self));
  }

  private void tellOfMembers() {
    var members = roster.members(self);
    if (!ended && !members.equals(told)) {
      told = members;
      tell("a changed view", () -> listener.changed(members));
    }
  }

  private void ask() {
    getContext()
        .pipeToSelf(
            contactPoints.ask(),
            (answers, failure) -> new Round(answers == null ? List.of() : answers));
  }

  private void answered(List<ContactAnswer> answers) {
    if (ended || leaving) {
      return;
    }
    var rival = seeking.answered(answers, roster);
    if (rival.isPresent()) {
      tell("a rival", () -> listener.giveWay(rival.get()));
      return;
    }
    timers.startSingleTimer(new Ask(), seeking.pause(roster));
  }

  private void announceDrain() {
    tellAllOfDrain();
    timers.startTimerWithFixedDelay(new Repeat(), DRAIN_REPEAT);
  }

  /** Ourselves as well: we may have joined only after the announcement. */
  private void tellAllOfDrain() {
    drains(self);
    tellAll(new DrainNotice(self));
  }

  private void tellAll(Command notice) {
    var system = Adapter.toClassic(getContext().getSystem());
    for (var member : roster.others(self)) {
      var path = PekkoNames.address(cluster, member.address()) + "/system/" + NAME;
      system.actorSelection(path).tell(notice, ActorRef.noSender());
    }
  }

  private void leave(CompletableFuture<Boolean> left) {
    leaving = true;
    if (ended || !roster.knows(self)) {
      left.complete(true);
      return;
    }
    cluster.registerOnMemberRemoved(() -> left.complete(true));
    cluster.leave(cluster.selfAddress());
  }

  private void downed() {
    end(
        self
            + " was removed from the cluster: the others took it for dead, or a majority of them"
            + " was out of its reach; its process must end and join anew",
        listener::downed);
  }

  private void end(String reason, Consumer<String> end) {
    ended = true;
    tell("the end", () -> end.accept(reason));
  }

  /** A listener that throws must not end this actor: nobody would know of a crash any more. */
  private static void tell(String what, Runnable call) {
    try {
      call.run();
    } catch (RuntimeException e) {
      LOG.error("what listens to the membership failed at {}", what, e);
    }
  }

  private Behavior<Command> stopped(PostStop signal) {
    links.close();
    return this;
  }
}
