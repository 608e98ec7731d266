package dev.hachi.sharding.membership;

import dev.hachi.sharding.membership.Joining.Decision;
import dev.hachi.sharding.membership.Joining.Form;
import dev.hachi.sharding.membership.Joining.Join;
import dev.hachi.sharding.membership.Joining.Wait;
import dev.hachi.sharding.placement.Member;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.cluster.Cluster;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Does what the contact points' answers call for: joins or forms a cluster, and once in one, looks
 * for a rival. Confined to the membership's actor.
 */
final class Seeking {
  private static final Duration WHILE_JOINING = Duration.ofMillis(200);
  private static final Duration WHILE_SUSPICIOUS = Duration.ofSeconds(1);
  private static final Duration WHILE_JOINED = Duration.ofSeconds(5);
  private static final Logger LOG = LoggerFactory.getLogger(Seeking.class);
  private static final long NEXT_AFTER_MILLIS = 3_000;
  private static final long LOG_AGAIN_MILLIS = 10_000;

  private final Cluster cluster;
  private final Member self;
  private final Joining joining;
  private final Rivalry rivalry = new Rivalry();
  private String target = "";
  private long targetSinceMillis;
  private int attempts;
  private @Nullable Class<?> lastLogged;
  private long lastLoggedMillis;

  Seeking(Cluster cluster, Member self) {
    this.cluster = cluster;
    this.self = self;
    this.joining = new Joining(self, Joining.Patience.USUAL);
  }

  /** Follows {@code answers}, and answers why this cluster is to give way to a rival, if it is. */
  Optional<String> answered(List<ContactAnswer> answers, Roster roster) {
    if (roster.knows(self)) {
      return rivalry.giveWay(roster.joinable(), answers);
    }
    var now = TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    var decision = joining.decide(answers, now);
    log(decision, now);
    switch (decision) {
      case Join(var addresses, var reason) -> join(addresses, now);
      case Form(var reason) -> join(List.of(self.address()), now);
      case Wait(var reason) -> {}
    }
    return Optional.empty();
  }

  /** How long to wait before the contact points are asked again. */
  Duration pause(Roster roster) {
    if (!roster.knows(self)) {
      return WHILE_JOINING;
    }
    return rivalry.isSuspicious() ? WHILE_SUSPICIOUS : WHILE_JOINED;
  }

  void form() {
    cluster.join(cluster.selfAddress());
  }

  /**
   * Pekko repeats its request to one member by itself, and takes the welcome of that one only; so
   * another one's turn comes after a while.
   */
  private void join(List<String> addresses, long now) {
    if (addresses.contains(target) && now - targetSinceMillis < NEXT_AFTER_MILLIS) {
      return;
    }
    target = addresses.get(attempts % addresses.size());
    targetSinceMillis = now;
    attempts++;
    cluster.join(PekkoNames.address(cluster, target));
  }

  private void log(Decision decision, long now) {
    var again = decision.getClass() == lastLogged;
    if (again && now - lastLoggedMillis < LOG_AGAIN_MILLIS) {
      return;
    }
    lastLogged = decision.getClass();
    lastLoggedMillis = now;
    switch (decision) {
      case Join(var addresses, var reason) -> LOG.info("joining a cluster: {}", reason);
      case Form(var reason) -> LOG.info("forming a cluster: {}", reason);
      case Wait(var reason) ->
          LOG.atLevel(again ? Level.WARN : Level.INFO).log("waiting for a cluster: {}", reason);
    }
  }
}
