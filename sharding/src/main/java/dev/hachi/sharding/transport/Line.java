package dev.hachi.sharding.transport;

import dev.hachi.sharding.placement.Member;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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

  private static final int CONNECT_MILLIS = 1_000;
  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long PAUSE_MAX_MILLIS = 500;

  private final Member self;
  private final Member peer;
  private final int bundleLetters;
  private final Clock clock;
  private final ArrayDeque<Letter> waiting = new ArrayDeque<>();
  private long dropped;
  private volatile boolean closed;
  private volatile @Nullable Socket socket;

  private Line(Member self, Member peer, int bundleLetters, Clock clock) {
    this.self = self;
    this.peer = peer;
    this.bundleLetters = bundleLetters;
    this.clock = clock;
  }

  static Line open(Member self, Member peer, int bundleLetters, Clock clock) {
    var line = new Line(self, peer, bundleLetters, clock);
    Thread.ofPlatform().daemon().name("hachi-to-" + peer.address()).start(line::run);
    return line;
  }

  synchronized void add(List<Letter> letters) {
    if (waiting.size() + letters.size() > WAITING_MAX) {
      dropped += letters.size();
      return;
    }
    var wake = waiting.isEmpty();
    waiting.addAll(letters);
    if (wake) {
      notifyAll();
    }
  }

  /** What waits, as far as it fits into one bundle; empty when the line is closed. */
  private synchronized List<Letter> next() throws InterruptedException {
    while (waiting.isEmpty() && !closed) {
      wait();
    }
    var letters = new ArrayList<Letter>(Math.min(waiting.size(), 256));
    while (!closed && !waiting.isEmpty() && letters.size() < Math.min(bundleLetters, 256)) {
      letters.add(waiting.removeFirst());
    }
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
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private Socket connect() throws IOException {
    var address = peer.address();
    var colon = address.lastIndexOf(':');
    var host = address.substring(0, colon).replaceAll("[\\[\\]]", "");
    var port = Integer.parseInt(address.substring(colon + 1)) + 1;
    var connecting = new Socket();
    socket = connecting;
    connecting.setTcpNoDelay(true);
    connecting.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
    return connecting;
  }

  private void write(DataOutputStream out) throws IOException, InterruptedException {
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
  private synchronized long pauseAfterBreak(long pause) {
    dropped += waiting.size();
    waiting.clear();
    if (dropped > 0 && !closed) {
      LOG.warn("{} messages to {} were dropped: it does not take them", dropped, peer);
      dropped = 0;
    }
    try {
      if (!closed) {
        TimeUnit.MILLISECONDS.timedWait(this, pause);
      }
    } catch (InterruptedException e) {
      closed = true;
    }
    return Math.min(2 * pause, PAUSE_MAX_MILLIS);
  }

  @Override
  public void close() {
    closed = true;
    synchronized (this) {
      notifyAll();
    }
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
