package dev.hachi.sharding.transport;

import dev.hachi.sharding.guard.Channel;
import dev.hachi.sharding.guard.Guard;
import dev.hachi.sharding.guard.Refusals;
import dev.hachi.sharding.membership.HostPort;
import dev.hachi.sharding.placement.Member;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one peer: a queue, and a thread that writes what waits. Letters get lost when the
 * connection breaks, and when more wait than the queue takes, as with a peer that reads slowly or
 * not at all; whoever needs them sends them again. None is written twice, and those that arrive do
 * so in the order in which they were added. Thread-safe.
 */
final class Line implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** A bundle is closed when it is this long; a single letter may be longer. */
  private static final int BUNDLE_BYTES = 128 * 1024;

  /** What leaves in one call of the operating system. */
  private static final int TOGETHER_MAX = 256;

  private static final long TOGETHER_BYTES = 1024 * 1024;

  private static final int CONNECT_MILLIS = 1_000;
  private static final int HANDSHAKE_MILLIS = 2_000;
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long PAUSE_MAX_MILLIS = 500;

  private record Waiting(Letter letter, long weight) {}

  private final Member self;
  private final Member peer;
  private final Capacity capacity;
  private final Guard guard;
  private final Clock clock;
  private final ConcurrentLinkedQueue<Waiting> waiting = new ConcurrentLinkedQueue<>();

  /** The weight of what waits or is being written. */
  private final AtomicLong weight = new AtomicLong();

  private final Refusals refusals = new Refusals(LOG);
  private final Thread writer;

  /** Whether the writer has to be woken; waking one that is awake would cost each sender a call. */
  private volatile boolean asleep;

  private volatile boolean closed;
  private volatile @Nullable Socket socket;

  private Line(Member self, Member peer, Capacity capacity, Guard guard, Clock clock) {
    this.self = self;
    this.peer = peer;
    this.capacity = capacity;
    this.guard = guard;
    this.clock = clock;
    this.writer =
        Thread.ofPlatform().daemon().name("hachi-to-" + peer.address()).unstarted(this::run);
  }

  static Line open(Member self, Member peer, Capacity capacity, Guard guard, Clock clock) {
    var line = new Line(self, peer, capacity, guard, clock);
    line.writer.start();
    return line;
  }

  void add(List<Letter> letters) {
    var lost = 0;
    for (var letter : letters) {
      var one = new Waiting(letter, LetterWeight.of(letter));
      var before = weight.getAndAdd(one.weight());
      if (before > 0 && before + one.weight() > capacity.waitingBytes()) {
        weight.addAndGet(-one.weight());
        lost++;
      } else {
        waiting.add(one);
      }
    }
    if (lost > 0) {
      sayLost(lost, "%d bytes wait for it already".formatted(capacity.waitingBytes()));
    }
    if (asleep) {
      LockSupport.unpark(writer);
    }
  }

  private void sayLost(int letters, @Nullable String why) {
    refusals.say("%d letters to %s got lost: %s".formatted(letters, peer, why), letters);
  }

  /** What waits, as far as it leaves together; empty when the line is closed. */
  private List<Waiting> next() {
    var first = waiting.poll();
    while (first == null && !closed) {
      asleep = true;
      if (waiting.isEmpty() && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
      first = waiting.poll();
    }
    var together = new ArrayList<Waiting>();
    var bytes = 0L;
    for (var one = first; one != null && !closed; one = waiting.poll()) {
      together.add(one);
      bytes += one.weight();
      if (together.size() >= Math.min(capacity.bundleLetters(), TOGETHER_MAX)
          || bytes >= TOGETHER_BYTES) {
        break;
      }
    }
    return together;
  }

  // ---- the thread -------------------------------------------------------------------------------

  private void run() {
    var pause = FIRST_PAUSE_MILLIS;
    while (!closed) {
      var since = System.nanoTime();
      try (var connected = connect()) {
        write(guard.call(connected, HANDSHAKE_MILLIS));
      } catch (IOException e) {
        LOG.debug("the line to {} broke", peer, e);
        dropWaiting(e.getMessage());
      } catch (RuntimeException | OutOfMemoryError e) {
        LOG.error("a bundle to {} could not be written", peer, e);
        dropWaiting(e.toString());
      }
      // One that takes connections only to end them is left alone for longer, too.
      var lasted = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - since);
      pause =
          lasted > PAUSE_MAX_MILLIS ? FIRST_PAUSE_MILLIS : Math.min(2 * pause, PAUSE_MAX_MILLIS);
      if (!closed) {
        LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pause));
      }
    }
  }

  private Socket connect() throws IOException {
    var cluster = HostPort.of(peer.address());
    var connecting = new Socket();
    socket = connecting;
    connecting.setTcpNoDelay(true);
    connecting.connect(new InetSocketAddress(cluster.host(), cluster.port() + 1), CONNECT_MILLIS);
    if (connecting.getLocalSocketAddress().equals(connecting.getRemoteSocketAddress())) {
      connecting.close(); // TCP allows that where nobody listens, and then nobody could any more
      throw new ConnectException("it was connected to itself");
    }
    return connecting;
  }

  private void write(Channel channel) throws IOException {
    var out = new DataOutputStream(new BufferedOutputStream(channel.out(), 1 << 16));
    new Greeting(self, peer.uid()).write(out);
    for (var together = next(); !together.isEmpty(); together = next()) {
      try {
        channel.checkValid(clock.instant());
        writeBundles(together, out);
        out.flush();
      } finally {
        together.forEach(one -> weight.addAndGet(-one.weight()));
      }
    }
  }

  private void writeBundles(List<Waiting> together, DataOutputStream out) throws IOException {
    var bundle = new LetterCodec.Writer(clock.instant());
    for (var one : together) {
      if (bundle.size() >= BUNDLE_BYTES) {
        write(bundle, out);
        bundle = new LetterCodec.Writer(clock.instant());
      }
      bundle.write(one.letter());
    }
    write(bundle, out);
  }

  private void write(LetterCodec.Writer bundle, DataOutputStream out) throws IOException {
    if (bundle.size() > capacity.bundleBytes()) {
      refusals.say(
          "a bundle of %d bytes to %s got lost: it may have %d, which follows hachi_memory_max"
              .formatted(bundle.size(), peer, capacity.bundleBytes()),
          1);
      return;
    }
    var bytes = bundle.toArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** What waits is old by the time of the next connection. */
  private void dropWaiting(@Nullable String why) {
    var lost = 0;
    for (var one = waiting.poll(); one != null; one = waiting.poll()) {
      weight.addAndGet(-one.weight());
      lost++;
    }
    if (lost > 0 && !closed) {
      sayLost(lost, why);
    }
  }

  @Override
  public void close() {
    closed = true;
    LockSupport.unpark(writer);
    var open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("the line to {} did not close", peer, e);
      }
    }
  }
}
