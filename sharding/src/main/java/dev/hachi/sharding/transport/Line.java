package dev.hachi.sharding.transport;

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
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one peer: a queue, and a thread that connects and writes what waits. Where writing
 * never waits for the peer, whoever adds letters writes them himself, as long as they are few:
 * waking the thread would cost more than that. What comes while somebody writes leaves with his
 * next bundle.
 *
 * <p>Letters get lost when the connection breaks, and when more wait than the queue takes, as with
 * a peer that reads slowly or not at all; whoever needs them sends them again. None is written
 * twice, and those that arrive do so in the order in which they were added. Thread-safe.
 */
final class Line implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** A bundle is closed when it is this long; a single letter may be longer. */
  private static final int BUNDLE_BYTES = 128 * 1024;

  /** What leaves in one call of the operating system. */
  private static final int TOGETHER_MAX = 256;

  private static final long TOGETHER_BYTES = 1024 * 1024;

  /** What is more than this is left to the thread. */
  private static final int HERE_BYTES = 64 * 1024;

  /** How many bundles one who adds letters writes, for others as well. */
  private static final int HERE_BUNDLES = 4;

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

  /**
   * Held by whoever writes. Who cannot get it leaves his letters to the holder, who looks again.
   */
  private final ReentrantLock writing = new ReentrantLock();

  private final Refusals refusals = new Refusals(LOG);
  private final Thread writer;

  /** Null while there is no connection. */
  private volatile @Nullable Outlet outlet;

  /** Why what was added could not be written; null while all is well. */
  private volatile @Nullable IOException broken;

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

  /** These wait until the next {@link #send}. */
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
  }

  /** What was added leaves now, or as soon as the current thread has read its bundle. */
  void send() {
    if (weight.get() <= HERE_BYTES && ReadingThread.holds(this)) {
      return;
    }
    if (!wroteHere() && asleep) {
      LockSupport.unpark(writer);
    }
  }

  /** Whether nothing is left to the thread. Never waits for the peer. */
  private boolean wroteHere() {
    for (var bundle = 0; bundle < HERE_BUNDLES && mayWriteHere(outlet); bundle++) {
      if (!writing.tryLock()) {
        return true;
      }
      try {
        if (!writeHere(outlet)) {
          return false;
        }
      } finally {
        writing.unlock();
      }
      if (waiting.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private boolean mayWriteHere(@Nullable Outlet out) {
    return out != null && out.isPrompt() && weight.get() <= HERE_BYTES;
  }

  /** Whether all of a bundle left. */
  private boolean writeHere(@Nullable Outlet out) {
    var first = waiting.peek();
    if (out == null
        || broken != null
        || !out.isClear()
        || (first != null && first.weight() > HERE_BYTES)) {
      return false;
    }
    try {
      write(together(HERE_BYTES), out);
    } catch (IOException e) {
      broken = e;
    } catch (RuntimeException | Error e) { // it is the line's, and not that of whoever sends
      LOG.error("a bundle to {} could not be written", peer, e);
      broken = new IOException("a bundle could not be written", e);
    }
    return broken == null && out.isClear();
  }

  private void sayLost(int letters, @Nullable String why) {
    refusals.say("%d letters to %s got lost: %s".formatted(letters, peer, why), letters);
  }

  /** The first that waits, and what leaves with it without being more than {@code bytesMax}. */
  private List<Waiting> together(long bytesMax) {
    var together = new ArrayList<Waiting>();
    var bytes = 0L;
    var one = waiting.peek();
    while (one != null
        && !closed
        && (together.isEmpty() || bytes + one.weight() <= bytesMax)
        && together.size() < Math.min(capacity.bundleLetters(), TOGETHER_MAX)) {
      together.add(waiting.remove());
      bytes += one.weight();
      one = waiting.peek();
    }
    return together;
  }

  private void write(List<Waiting> together, Outlet out) throws IOException {
    try {
      writeBundles(together, out);
    } finally {
      together.forEach(one -> weight.addAndGet(-one.weight()));
    }
  }

  private void writeBundles(List<Waiting> together, Outlet out) throws IOException {
    if (together.isEmpty()) {
      return;
    }
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

  private void write(LetterCodec.Writer bundle, Outlet out) throws IOException {
    if (bundle.size() > capacity.bundleBytes()) {
      refusals.say(
          "a bundle of %d bytes to %s got lost: it may have %d, which follows hachi_memory_max"
              .formatted(bundle.size(), peer, capacity.bundleBytes()),
          1);
      return;
    }
    out.offer(bundle.toArray(), clock.instant());
  }

  // ---- the thread -------------------------------------------------------------------------------

  private void run() {
    var pause = FIRST_PAUSE_MILLIS;
    while (!closed) {
      var since = System.nanoTime();
      try (var connected = connect();
          var out = greet(connected)) {
        use(out);
        writeWhatWaits(out);
      } catch (IOException e) {
        LOG.debug("the line to {} broke", peer, e);
        dropWaiting(e.getMessage());
      } catch (RuntimeException | OutOfMemoryError e) {
        LOG.error("a bundle to {} could not be written", peer, e);
        dropWaiting(e.toString());
      }
      use(null);
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
    // The JDK's TLS wants a socket of its own kind.
    var connecting = guard instanceof Guard.Open ? SocketChannel.open().socket() : new Socket();
    socket = connecting;
    connecting.setTcpNoDelay(true);
    connecting.connect(new InetSocketAddress(cluster.host(), cluster.port() + 1), CONNECT_MILLIS);
    if (connecting.getLocalSocketAddress().equals(connecting.getRemoteSocketAddress())) {
      connecting.close(); // TCP allows that where nobody listens, and then nobody could any more
      throw new ConnectException("it was connected to itself");
    }
    return connecting;
  }

  private Outlet greet(Socket connected) throws IOException {
    var channel = guard.call(connected, HANDSHAKE_MILLIS);
    new Greeting(self, peer.uid())
        .write(new DataOutputStream(new BufferedOutputStream(channel.out())));
    var direct = connected.getChannel();
    return direct == null ? new Outlet.Guarded(channel) : new Outlet.Direct(direct);
  }

  private void use(@Nullable Outlet out) {
    writing.lock(); // whoever writes has the one before
    try {
      outlet = out;
      broken = null;
    } finally {
      writing.unlock();
    }
  }

  private void writeWhatWaits(Outlet out) throws IOException {
    while (!closed) {
      awaitWork(out);
      writing.lock();
      try {
        var failure = broken;
        if (failure != null) {
          throw failure;
        }
        out.flush(); // what somebody who sent something could not write
        write(together(TOGETHER_BYTES), out);
        out.flush();
      } finally {
        writing.unlock();
      }
    }
  }

  private void awaitWork(Outlet out) {
    while (!hasWork(out)) {
      asleep = true;
      if (!hasWork(out)) {
        LockSupport.park(this);
      }
      asleep = false;
    }
  }

  private boolean hasWork(Outlet out) {
    return closed || broken != null || !waiting.isEmpty() || !out.isClear();
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
    var out = outlet;
    var open = socket;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        LOG.debug("the line to {} did not close", peer, e);
      }
    }
    if (out != null) {
      out.wake();
    }
  }
}
