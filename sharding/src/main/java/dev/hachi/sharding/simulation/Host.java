package dev.hachi.sharding.simulation;

import dev.hachi.function.Bytes;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.replication.LocalShard;
import dev.hachi.sharding.replication.Outbound;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.ShardMessage.Forget;
import dev.hachi.sharding.replication.ShardMessage.Prepare;
import dev.hachi.sharding.replication.Write;
import dev.hachi.sharding.simulation.Violation.Found;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A shard on a member: its replica, and its entities while they may be active. */
final class Host implements Outbound {
  /** How long entities may take to end. */
  private static final long CLOSE = 150_000;

  final Node node;
  final int shard;
  private final World world;
  private final LocalShard replica;
  private final Map<String, Entity> entities = new HashMap<>();

  /** What the replica told meanwhile: it must not be called back at once. */
  private final ArrayDeque<Runnable> told = new ArrayDeque<>();

  /** Who waits for the end of which write, and which confirmation. */
  private final Map<Long, Entity> writes = new HashMap<>();

  private final Map<Long, Entity> reads = new HashMap<>();

  /** When which key is to be looked at next. */
  private final Map<String, Long> wakes = new HashMap<>();

  private boolean open;
  private boolean closing;

  /** Tells what was planned before entities ended from what was planned after. */
  private int openings;

  private long ids;
  private Ballot prepared = Ballot.NONE;

  Host(World world, Node node, int shard) {
    this.world = world;
    this.node = node;
    this.shard = shard;
    this.replica = world.practice.replica(node.member, this);
  }

  LocalShard replica() {
    return replica;
  }

  boolean isOpen() {
    return open;
  }

  // ---- what happens -----------------------------------------------------------------------------

  void see(List<Member> members, List<Member> copies) {
    replica.onView(members, copies);
    settle();
  }

  void hear(Member from, ShardMessage message) {
    replica.onMessage(from, message);
    settle();
  }

  void tick() {
    if (!replica.isQuiet()) {
      replica.tick();
      settle();
    }
  }

  /** Whether an entity took it. */
  boolean take(String key, Work work) {
    if (!open || closing) {
      return false;
    }
    entities.computeIfAbsent(key, this::activate).take(work);
    settle();
    return true;
  }

  private void settle() {
    for (var next = told.poll(); next != null; next = told.poll()) {
      next.run();
    }
    if (closing && entities.values().stream().noneMatch(Entity::isBusy)) {
      end();
    }
    node.keepTicking();
  }

  // ---- entities ---------------------------------------------------------------------------------

  private Entity activate(String key) {
    return new Entity(world, this, load(key));
  }

  /** What is stored, as far as this member knows. */
  Version load(String key) {
    var entry = replica.entries().get(key);
    if (entry == null) {
      return world.history.absent(key);
    }
    var version = world.history.version(key, entry.revision());
    var fits =
        version.state == null
            ? entry.value() == null
            : bytes(version).equals(entry.value()) && entry.wakeAt() >= 0;
    if (!fits) {
      throw new Found("%s is stored under the number of %s, and is not it".formatted(key, version));
    }
    return version;
  }

  private static Bytes bytes(Version version) {
    return Bytes.of(ByteBuffer.allocate(Long.BYTES).putLong(version.id).array());
  }

  void write(Entity entity, Version version) {
    var id = ++ids;
    writes.put(id, entity);
    var state = version.state;
    replica.write(
        new Write(
            id,
            version.key,
            version.id,
            state == null ? null : bytes(version),
            state == null ? Long.MAX_VALUE : state.wakeAt(world.agenda.now())));
  }

  /** Returns the id that {@link Entity#confirmed} will get. */
  long confirm(Entity entity) {
    var id = ++ids;
    reads.put(id, entity);
    replica.confirm(id);
    return id;
  }

  /** Does what is due for {@code key} then, if it is still owned here in the same go. */
  void wakeAt(String key, long time) {
    var planned = wakes.get(key);
    if (time == Long.MAX_VALUE || (planned != null && planned <= time)) {
      return;
    }
    wakes.put(key, time);
    var opening = openings;
    world.agenda.at(
        time,
        () ->
            node.run(() -> {
              if (opening == openings && wakes.remove(key, time)) {
                take(key, new Work.Wake());
              }
            }));
  }

  void letGo(String key) {
    entities.remove(key);
  }

  // ---- what the replica wants -------------------------------------------------------------------

  @Override
  public void send(Member to, ShardMessage message) {
    if (message instanceof Prepare prepare && !prepare.ballot().equals(prepared)) {
      prepared = prepare.ballot();
      world.totals.acquisitions++;
    }
    if (message instanceof Forget forget) {
      var entry = replica.entries().get(forget.key());
      if (entry != null) {
        world.history.forgotten(entry.revision());
        world.totals.forgotten++;
      }
    }
    world.network.send(node, to, shard, message);
  }

  @Override
  public void open(Ballot before) {
    told.add(() -> {
      note("opens");
      if (open) {
        throw new Found(node + " opened a shard that was open");
      }
      open = true;
      closing = false;
      openings++;
      if (world.practice.wakesAtOpen()) {
        replica.entries().forEach((key, entry) -> wakeAt(key, entry.wakeAt()));
      }
    });
  }

  @Override
  public void close() {
    told.add(() -> {
      note("closes");
      closing = true;
      var opening = openings;
      node.in(
          CLOSE,
          () -> {
            if (closing && opening == openings) {
              end();
              settle();
            }
          });
    });
  }

  private void end() {
    note("closed");
    var stays = replica.isOpen();
    discard();
    replica.closed();
    if (stays && !replica.isOpen()) {
      world.totals.handOvers++;
    }
    settle();
  }

  @Override
  public void abandon() {
    told.add(() -> {
      note("abandons");
      discard();
    });
  }

  private void discard() {
    open = false;
    closing = false;
    openings++;
    entities.clear();
    wakes.clear();
  }

  @Override
  public void written(long id) {
    told.add(() -> written(id, ended(writes, id)));
  }

  private void written(long id, Entity entity) {
    if (isHere(entity)) {
      entity.written();
    } else {
      note("write " + id + " of an entity that is gone was stored");
    }
  }

  @Override
  public void unknown(long id) {
    told.add(() -> {
      var entity = ended(writes, id);
      if (isHere(entity)) {
        letGo(entity.key());
      }
    });
  }

  @Override
  public void confirmed(long id) {
    told.add(() -> {
      var entity = ended(reads, id);
      if (isHere(entity)) {
        entity.confirmed(id);
      }
    });
  }

  @Override
  public void unconfirmed(long id) {
    told.add(() -> {
      var entity = ended(reads, id);
      if (isHere(entity)) {
        letGo(entity.key());
      }
    });
  }

  @Override
  public void degraded() {
    note("is degraded");
    world.totals.degraded++;
  }

  private static Entity ended(Map<Long, Entity> of, long id) {
    var entity = of.remove(id);
    if (entity == null) {
      throw new Found("the end of %d was told twice".formatted(id));
    }
    return entity;
  }

  private boolean isHere(Entity entity) {
    return entities.get(entity.key()) == entity;
  }

  /** What was never ended; empty once all is quiet. */
  @Nullable String unended() {
    return writes.isEmpty() && reads.isEmpty()
        ? null
        : "%s was never told the end of %d writes and %d confirmations"
            .formatted(node, writes.size(), reads.size());
  }

  private void note(String what) {
    if (world.trace != null) {
      world.trace.add(node, what);
    }
  }
}
