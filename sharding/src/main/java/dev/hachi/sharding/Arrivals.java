package dev.hachi.sharding;

import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.entity.ResidentsCommand.Answered;
import dev.hachi.runtime.entity.ResidentsCommand.Answers;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.transport.Letter;
import dev.hachi.sharding.transport.Post;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * Tells entities that outcomes have arrived, so that they need not remember them any longer. To
 * other replicas that goes along with other letters, as far as there are any. Thread-safe.
 */
final class Arrivals {
  /** How long it may wait for a letter to go along with; one or two ticks of the scheduler more. */
  private static final Duration AFTER = Duration.ofMillis(20);

  private final Member self;
  private final ActorSystem<?> system;
  private final ActorRef<ResidentsCommand> residents;
  private final Post post;
  private final Set<Member> told = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean scheduled = new AtomicBoolean();

  Arrivals(Member self, ActorSystem<?> system, ActorRef<ResidentsCommand> residents, Post post) {
    this.self = self;
    this.system = system;
    this.residents = residents;
    this.post = post;
  }

  /**
   * The caller of {@code invocation} has its outcome. Only callers from outside never ask again.
   *
   * @param owner who owns its entity's shard now
   */
  void add(Invocation invocation, Member owner) {
    if (!(invocation.origin() instanceof Origin.Outside)) {
      return;
    }
    var answered = new Answered(invocation.address(), invocation.handler(), invocation.id());
    var answers = new Answers(List.of(answered));
    if (owner.equals(self)) {
      residents.tell(answers);
      return;
    }
    post.sendAlong(owner, new Letter.Answered(answers));
    told.add(owner);
    if (scheduled.compareAndSet(false, true)) {
      system.scheduler().scheduleOnce(AFTER, this::flush, system.executionContext());
    }
  }

  private void flush() {
    scheduled.set(false);
    for (var member : List.copyOf(told)) {
      told.remove(member);
      post.flush(member);
    }
  }
}
