package dev.hachi.sharding.transport;

import dev.hachi.function.Bytes;
import dev.hachi.sharding.placement.Member;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.function.Consumer;

/**
 * What waits for one peer, and how much of it is on its way. Everything that waits leaves in one
 * bundle, as far as the window allows. Confined to one thread; time is told, not read.
 */
final class Outgoing {
  /** A bundle is closed when it is this long; a single letter may be longer. */
  private static final int BUNDLE_BYTES = 64 * 1024;

  /** Pekko takes messages up to 256 KiB. */
  private static final int FRAME_BYTES = 128 * 1024;

  /** What may be on its way without being acknowledged. */
  private static final long WINDOW_BYTES = 8L * 1024 * 1024;

  private record OnItsWay(long number, int bytes) {}

  private final Member self;
  private final Member peer;
  private final int bundleLetters;
  private final ArrayDeque<Letter> waiting = new ArrayDeque<>();
  private final ArrayDeque<OnItsWay> onItsWay = new ArrayDeque<>();
  private long stream;
  private long number;
  private long bytesOnItsWay;
  private boolean acked;

  /**
   * @param bundleLetters how many letters a bundle has at most
   * @param stream higher than those of earlier lines to this peer
   */
  Outgoing(Member self, Member peer, int bundleLetters, long stream) {
    this.self = self;
    this.peer = peer;
    this.bundleLetters = bundleLetters;
    this.stream = stream;
  }

  void add(Collection<Letter> letters) {
    waiting.addAll(letters);
  }

  /** Sends what waits. */
  void flush(Instant now, Consumer<Frame> network) {
    while (!waiting.isEmpty() && bytesOnItsWay < WINDOW_BYTES) {
      var bundle = new LetterCodec.Writer(now);
      var letters = 0;
      while (!waiting.isEmpty() && bundle.size() < BUNDLE_BYTES && letters < bundleLetters) {
        bundle.write(waiting.removeFirst());
        letters++;
      }
      send(bundle.toArray(), network);
    }
  }

  private void send(byte[] bundle, Consumer<Frame> network) {
    for (var start = 0; start < bundle.length; start += FRAME_BYTES) {
      var end = Math.min(start + FRAME_BYTES, bundle.length);
      var content = Bytes.of(Arrays.copyOfRange(bundle, start, end));
      network.accept(
          new Frame(self, peer.uid(), stream, number, start == 0, end == bundle.length, content));
      onItsWay.add(new OnItsWay(number, content.size()));
      bytesOnItsWay += content.size();
      number++;
    }
  }

  void onAck(FrameAck ack) {
    if (ack.stream() != stream) {
      return;
    }
    acked = true;
    while (!onItsWay.isEmpty() && onItsWay.getFirst().number() <= ack.number()) {
      bytesOnItsWay -= onItsWay.removeFirst().bytes();
    }
  }

  /**
   * Called now and then: when the window is full and nothing was acknowledged since the last time,
   * what is on its way counts as lost, and what waits is given up; whoever needs it sends it again.
   *
   * @return how many letters were given up
   */
  int giveUpIfStuck() {
    var stuck = bytesOnItsWay >= WINDOW_BYTES && !acked;
    acked = false;
    if (!stuck) {
      return 0;
    }
    var lost = waiting.size();
    waiting.clear();
    onItsWay.clear();
    bytesOnItsWay = 0;
    stream++;
    number = 0;
    return lost;
  }
}
