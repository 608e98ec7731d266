package dev.hachi.watchdog.stateful;

import dev.hachi.function.Bytes;
import dev.hachi.protocol.BadAnswerException;
import dev.hachi.protocol.Greeting;
import dev.hachi.protocol.Protocol;
import dev.hachi.watchdog.proxy.ProcessAnswer;
import dev.hachi.watchdog.proxy.ProcessClient;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Waits until the function's process listens, and learns what it speaks. A handshake that failed is
 * tried again by the next invocation. Thread-safe.
 */
final class Handshake {
  private static final Duration PAUSE = Duration.ofMillis(20);
  private static final Duration PAUSE_MAX = Duration.ofMillis(500);

  private final ProcessClient client;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile @Nullable Greeting greeting;

  Handshake(ProcessClient client) {
    this.client = client;
  }

  /** What the process said; null while it said nothing. */
  @Nullable Greeting known() {
    return greeting;
  }

  /** The process may be another one by now: it is asked again. */
  void forget() {
    greeting = null;
  }

  /**
   * What the process says of itself.
   *
   * @throws TimeoutException when it does not listen within {@code patience}
   * @throws BadAnswerException when it does not speak the protocol
   */
  Greeting await(Duration patience)
      throws IOException, TimeoutException, BadAnswerException, InterruptedException {
    Greeting known = greeting;
    if (known != null) {
      return known;
    }
    long end = System.nanoTime() + patience.toNanos();
    if (!lock.tryLock(patience.toNanos(), TimeUnit.NANOSECONDS)) {
      throw notListening(null);
    }
    try {
      known = greeting;
      Greeting found = known != null ? known : Protocol.greeting(ask(end));
      greeting = found;
      return found;
    } finally {
      lock.unlock();
    }
  }

  private Bytes ask(long end)
      throws IOException, TimeoutException, BadAnswerException, InterruptedException {
    Duration pause = PAUSE;
    while (true) {
      try {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        return bodyOf(client.ask("GET", Protocol.GREETING_PATH, Bytes.EMPTY, left));
      } catch (ConnectException e) {
        if (end - System.nanoTime() < pause.toNanos()) {
          throw notListening(e);
        }
        TimeUnit.NANOSECONDS.sleep(pause.toNanos());
        pause = pause.multipliedBy(2).compareTo(PAUSE_MAX) < 0 ? pause.multipliedBy(2) : PAUSE_MAX;
      }
    }
  }

  private static Bytes bodyOf(ProcessAnswer answer) throws BadAnswerException {
    if (answer.status() != 200) {
      throw new BadAnswerException(
          "GET %s has status %d instead of 200: does the function use an SDK of the protocol?"
              .formatted(Protocol.GREETING_PATH, answer.status()));
    }
    return answer.body();
  }

  private TimeoutException notListening(@Nullable Throwable cause) {
    TimeoutException late =
        new TimeoutException("the function's process does not listen at " + client.url() + " yet");
    late.initCause(cause);
    return late;
  }
}
