package dev.hachi.sharding;

import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.replication.Outbound;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.transport.Letter;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the state machine of one shard asks of its {@link ShardHost}. Confined to that one. */
final class ShardWishes implements Outbound {
  private static final Logger LOG = LoggerFactory.getLogger(ShardWishes.class);

  private final ShardId id;
  private final ShardHost host;
  private final StoreRequests requests;

  ShardWishes(ShardId id, ShardHost host, StoreRequests requests) {
    this.id = id;
    this.host = host;
    this.requests = requests;
  }

  @Override
  public void send(Member to, ShardMessage message) {
    host.send(to, id, new Letter.OfShard(id.function(), id.number(), message));
  }

  @Override
  public void open(Ballot before) {
    host.open(id, before);
    LOG.debug("shard {} runs here now", id);
  }

  @Override
  public void close() {
    host.close(id);
  }

  @Override
  public void abandon() {
    LOG.info("shard {} was taken over by another replica", id);
    host.abandon(id);
  }

  @Override
  public void written(long write) {
    requests.done(write);
  }

  @Override
  public void unknown(long write) {
    requests.lost(write, id);
  }

  @Override
  public void confirmed(long confirmation) {
    requests.done(confirmation);
  }

  @Override
  public void unconfirmed(long confirmation) {
    requests.lost(confirmation, id);
  }

  @Override
  public void degraded() {
    host.degraded(id);
    LOG.error(
        "shard {} lost the majority of its copies at once: changes may be lost; this replica goes"
            + " on with what is left",
        id);
  }
}
