package dev.hachi.sharding.transport;

import dev.hachi.sharding.placement.Member;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Carries letters between this replica and all others. What waits for a peer when its turn comes
 * leaves in one bundle: under load that is many letters, at rest it is one, at once.
 */
public final class Post extends AbstractBehavior<Post.Command> {
  /** What the post is told. */
  public sealed interface Command permits Send, Present, Frame, FrameAck, Internal {}

  /** Carry {@code letters} to {@code to}, in this order. */
  public record Send(Member to, List<Letter> letters) implements Command {}

  /** Only these are there; what waits for others is dropped. */
  public record Present(Set<Member> members) implements Command {}

  private enum Internal implements Command {
    FLUSH,
    CHECK
  }

  /** Who reads the letters. Called on the post's thread: must not block. */
  @FunctionalInterface
  public interface Reader {
    /** These came from {@code from}, in this order. */
    void read(Member from, List<Letter> letters);
  }

  /** The name under which it is found on every replica. */
  public static final String NAME = "hachi-post";

  private static final Logger LOG = LoggerFactory.getLogger(Post.class);
  private static final Duration CHECK_EVERY = Duration.ofSeconds(1);

  private static final class Peer {
    final ActorRef<Command> post;
    final Outgoing outgoing;
    final Incoming incoming = new Incoming();

    Peer(ActorRef<Command> post, Outgoing outgoing) {
      this.post = post;
      this.outgoing = outgoing;
    }
  }

  private final Member self;
  private final int bundleLetters;
  private final Clock clock;
  private final Reader reader;
  private final Map<Member, Peer> peers = new HashMap<>();
  private final Map<Member, Peer> toFlush = new LinkedHashMap<>();
  private long streams;

  /**
   * A post.
   *
   * @param bundleLetters how many letters leave in one bundle at most
   */
  public static Behavior<Command> create(
      Member self, int bundleLetters, Clock clock, Reader reader) {
    return Behaviors.setup(context ->
        Behaviors.withTimers(timers -> {
          timers.startTimerWithFixedDelay(Internal.CHECK, CHECK_EVERY);
          return new Post(context, self, bundleLetters, clock, reader);
        }));
  }

  private Post(
      ActorContext<Command> context, Member self, int bundleLetters, Clock clock, Reader reader) {
    super(context);
    this.self = self;
    this.bundleLetters = bundleLetters;
    this.clock = clock;
    this.reader = reader;
  }

  @Override
  public Receive<Command> createReceive() {
    return newReceiveBuilder()
        .onMessage(Send.class, this::onSend)
        .onMessage(Frame.class, this::onFrame)
        .onMessage(FrameAck.class, this::onAck)
        .onMessage(Present.class, this::onPresent)
        .onMessageEquals(Internal.FLUSH, this::onFlush)
        .onMessageEquals(Internal.CHECK, this::onCheck)
        .build();
  }

  // ---- out --------------------------------------------------------------------------------------

  private Behavior<Command> onSend(Send send) {
    var peer = peer(send.to());
    peer.outgoing.add(send.letters());
    flushSoon(send.to(), peer);
    return this;
  }

  /** Behind what is in the mailbox already, so that all of it leaves together. */
  private void flushSoon(Member member, Peer peer) {
    if (toFlush.isEmpty()) {
      getContext().getSelf().tell(Internal.FLUSH);
    }
    toFlush.put(member, peer);
  }

  private Behavior<Command> onFlush() {
    var now = clock.instant();
    toFlush.values().forEach(peer -> peer.outgoing.flush(now, peer.post::tell));
    toFlush.clear();
    return this;
  }

  private Peer peer(Member member) {
    return peers.computeIfAbsent(
        member,
        other -> {
          var outgoing = new Outgoing(self, other, bundleLetters, streams++ << 32);
          return new Peer(postOf(other), outgoing);
        });
  }

  private ActorRef<Command> postOf(Member other) {
    var system = getContext().getSystem();
    var path = "pekko://%s@%s/system/%s".formatted(system.name(), other.address(), NAME);
    return ActorRefResolver.get(system).resolveActorRef(path);
  }

  // ---- in ---------------------------------------------------------------------------------------

  private Behavior<Command> onFrame(Frame frame) {
    if (frame.to() != self.uid()) {
      return this; // for an earlier member at this address
    }
    var peer = peer(frame.from());
    var bundle = peer.incoming.take(frame);
    if (peer.incoming.mustAck()) {
      ack(frame.from(), peer);
    }
    if (bundle != null) {
      read(frame.from(), bundle);
    }
    return this;
  }

  private void read(Member from, byte[] bundle) {
    try {
      reader.read(from, LetterCodec.read(bundle, clock.instant()));
    } catch (IllegalArgumentException e) {
      LOG.warn("{} sent {} bytes that cannot be read: {}", from, bundle.length, e.getMessage());
    }
  }

  private void ack(Member from, Peer peer) {
    var upTo = peer.incoming.ackNow();
    peer.post.tell(new FrameAck(self, from.uid(), peer.incoming.stream(), upTo));
  }

  private Behavior<Command> onAck(FrameAck ack) {
    var peer = peers.get(ack.from());
    if (peer != null && ack.to() == self.uid()) {
      peer.outgoing.onAck(ack);
      flushSoon(ack.from(), peer);
    }
    return this;
  }

  // ---- now and then -----------------------------------------------------------------------------

  private Behavior<Command> onPresent(Present present) {
    peers.keySet().retainAll(present.members());
    toFlush.keySet().retainAll(present.members());
    return this;
  }

  private Behavior<Command> onCheck() {
    peers.forEach((member, peer) -> {
      if (peer.incoming.hasUnacked()) {
        ack(member, peer);
      }
      var lost = peer.outgoing.giveUpIfStuck();
      if (lost > 0) {
        LOG.warn("{} takes nothing any more: {} messages to it were dropped", member, lost);
      }
    });
    return this;
  }
}
