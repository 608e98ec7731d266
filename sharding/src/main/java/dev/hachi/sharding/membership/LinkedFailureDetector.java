package dev.hachi.sharding.membership;

import com.typesafe.config.Config;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.event.EventStream;
import org.apache.pekko.remote.PhiAccrualFailureDetector;

/**
 * Pekko's failure detector, which also takes a member for unreachable when its {@link Link} proved
 * it dead: only then the leader removes it, and removes it at once. Pekko creates one for each
 * member by the class name in hachi-cluster.conf. Thread-safe.
 */
public final class LinkedFailureDetector extends PhiAccrualFailureDetector {
  // Of each ActorSystem; its event stream is the only thing of it that Pekko hands us.
  private static final Map<EventStream, Set<String>> DEAD =
      Collections.synchronizedMap(new WeakHashMap<>());

  private final Set<String> dead;
  private volatile String peer = "";

  public LinkedFailureDetector(Config config, EventStream events) {
    super(config, events);
    this.dead = deadOf(events);
  }

  @Override
  public void setAddress(String address) {
    super.setAddress(address);
    peer = address;
  }

  @Override
  public boolean isAvailable() {
    return !dead.contains(peer) && super.isAvailable();
  }

  /** The addresses proven dead in the ActorSystem of {@code events}, in Pekko's form; live. */
  static Set<String> deadOf(EventStream events) {
    return DEAD.computeIfAbsent(events, any -> ConcurrentHashMap.newKeySet());
  }
}
