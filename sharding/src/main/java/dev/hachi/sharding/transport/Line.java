package dev.hachi.sharding.transport;

import dev.hachi.sharding.membership.HostPort;
import dev.hachi.sharding.placement.Member;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way to one peer: a queue, and a thread that writes what waits. Letters get lost when the
 * connection breaks, and when more wait than the queue takes; whoever needs them sends them again.
 * Thread-safe.
 */
final class Line implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Line.class);

  /** A peer that reads nothing any more must not cost memory without end. */
  private static final int WAITING_MAX = 100_000;

  /** A bundle is closed when it is this long; a single letter may be longer. */
  private static final int BUNDLE_BYTES = 128 * 1024;

  /** What leaves in one call of the operating system. */
  private static final int TOGETHER_MAX = 256;

  private static final int CONNECT_MILLIS = 1_000;
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long PAUSE_MAX_MILLIS = 500;

  private final Member self;
  private final Member peer;
  private final int bundleLetters;
  private final Clock clock;
  private final ConcurrentLinkedQueue<Letter> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waitingCount = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer;

  /** Whether the writer has to be woken; waking one that is awake would cost each sender a call. */
  private volatile boolean asleep;

  private volatile boolean closed;
  private volatile @Nullable Socket socket;

  private Line(Member self, Member peer, int bundleLetters, Clock clock) {
    this.self = self;
    this.peer = peer;
    this.bundleLetters = bundleLetters;
    this.clock = clock;
    this.writer =
        Thread.ofPlatform().daemon().name("hachi-to-" + peer.address()).unstarted(this::run);
  }

  static Line open(Member self, Member peer, int bundleLetters, Clock clock) {
    var line = new Line(self, peer, bundleLetters, clock);
    line.writer.start();
    return line;
  }

  void add(List<Letter> letters) {
    if (waitingCount.addAndGet(letters.size()) > WAITING_MAX) {
      waitingCount.addAndGet(-letters.size());
      dropped.addAndGet(letters.size());
      return;
    }
    waiting.addAll(letters);
    if (asleep) {
      LockSupport.unpark(writer);
    }
  }

  /** What waits, as far as it leaves together; empty when the line is closed. */
  private List<Letter> next() {
    var first = waiting.poll();
    while (first == null && !closed) {
      asleep = true;
      if (waiting.isEmpty() && !closed) {
        LockSupport.park(this);
      }
      asleep = false;
      first = waiting.poll();
    }
    var letters = new ArrayList<Letter>();
    for (var letter = first; letter != null && !closed; letter = waiting.poll()) {
      letters.add(letter);
      if (letters.size() >= Math.min(bundleLetters, TOGETHER_MAX)) {
        break;
      }
    }
    waitingCount.addAndGet(-letters.size());
    return letters;
  }

  // ---- the thread -------------------------------------------------------------------------------

  private void run() {
    var pause = FIRST_PAUSE_MILLIS;
    while (!closed) {
      try (var connected = connect()) {
        pause = FIRST_PAUSE_MILLIS;
        write(new DataOutputStream(new BufferedOutputStream(connected.getOutputStream(), 1 << 16)));
      } catch (IOException e) {
        LOG.debug("the line to {} broke", peer, e);
        pause = pauseAfterBreak(pause);
      }
    }
  }

  private Socket connect() throws IOException {
    var cluster = HostPort.of(peer.address());
    var connecting = new Socket();
    socket = connecting;
    connecting.setTcpNoDelay(true);
    connecting.connect(new InetSocketAddress(cluster.host(), cluster.port() + 1), CONNECT_MILLIS);
    return connecting;
  }

  private void write(DataOutputStream out) throws IOException {
    new Greeting(self, peer.uid()).write(out);
    for (var letters = next(); !letters.isEmpty(); letters = next()) {
      writeBundles(letters, out);
      out.flush();
    }
  }

  private void writeBundles(List<Letter> letters, DataOutputStream out) throws IOException {
    var bundle = new LetterCodec.Writer(clock.instant());
    for (var letter : letters) {
      if (bundle.size() >= BUNDLE_BYTES) {
        write(bundle, out);
        bundle = new LetterCodec.Writer(clock.instant());
      }
      bundle.write(letter);
    }
    write(bundle, out);
  }

  private static void write(LetterCodec.Writer bundle, DataOutputStream out) throws IOException {
    var bytes = bundle.toArray();
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  /** What waits is old by the time of the next connection: it is dropped with it. */
  private long pauseAfterBreak(long pause) {
    while (waiting.poll() != null) {
      waitingCount.decrementAndGet();
      dropped.incrementAndGet();
    }
    var lost = dropped.getAndSet(0);
    if (lost > 0 && !closed) {
      LOG.warn("{} messages to {} were dropped: it does not take them", lost, peer);
    }
    if (!closed) {
      LockSupport.parkNanos(this, TimeUnit.MILLISECONDS.toNanos(pause));
    }
    return Math.min(2 * pause, PAUSE_MAX_MILLIS);
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
