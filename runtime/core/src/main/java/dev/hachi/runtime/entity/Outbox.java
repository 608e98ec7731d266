package dev.hachi.runtime.entity;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Outcome;
import dev.hachi.runtime.store.EntityRecord;
import dev.hachi.runtime.store.EntityRecord.Send;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The messages of one entity that are not acknowledged yet, in the order in which they were sent.
 *
 * <p>A message leaves only after its commit. Per receiver one message is on its way at a time, so
 * that they arrive in order; one whose handler failed {@value #BLOCKING_ATTEMPTS_MAX} times lets
 * the later ones pass. Confined to its entity.
 */
final class Outbox {
  /** How an attempt to deliver ended. */
  enum Ending {
    ACKNOWLEDGED,
    DROPPED,
    REPEATED
  }

  static final int BLOCKING_ATTEMPTS_MAX = 10;
  private static final int ON_THEIR_WAY_MAX = 64;

  /** Nobody was there to handle it: the later ones would fare no better. */
  private static final Set<String> NOT_HANDLED =
      Set.of(
          FailureCode.NO_SUCH_FUNCTION,
          FailureCode.MOVED,
          FailureCode.DRAINING,
          FailureCode.NEWER_STATE);

  private record Receiver(String function, String key) {}

  private static final class Entry {
    final Send send;
    final Attempts attempts;
    int handled;

    Entry(Send send) {
      this.send = send;
      this.attempts = new Attempts(send.dueAt());
    }

    Receiver receiver() {
      return new Receiver(send.function(), send.key());
    }

    boolean mayPass() {
      return handled >= BLOCKING_ATTEMPTS_MAX;
    }
  }

  private final Duration ageMax;
  private final Map<Long, Entry> entries = new LinkedHashMap<>();
  private long sent;
  private long committed;

  Outbox(Duration ageMax, long sent, List<Send> stored) {
    this.ageMax = ageMax;
    this.sent = sent;
    this.committed = sent;
    stored.forEach(send -> entries.put(send.sequence(), new Entry(send)));
  }

  /** How many messages were ever sent; also the number of the newest. */
  long sent() {
    return sent;
  }

  int size() {
    return entries.size();
  }

  void add(Collection<Outgoing> messages, Instant now) {
    for (var message : messages) {
      sent++;
      entries.put(sent, new Entry(message.numbered(sent, now)));
    }
  }

  /** All up to this number are stored, and may leave. */
  void committedUpTo(long sequence) {
    committed = sequence;
  }

  /** Those that may leave at {@code now}; they count as on their way from here on. */
  List<Send> leave(Instant now) {
    var leaving = new ArrayList<Send>();
    var blocked = new HashSet<Receiver>();
    var onTheirWay = entries.values().stream().filter(entry -> entry.attempts.underWay()).count();
    for (var entry : entries.values()) {
      if (entry.send.sequence() > committed || onTheirWay >= ON_THEIR_WAY_MAX) {
        break;
      }
      if (mayLeave(entry, blocked, now)) {
        entry.attempts.begin();
        leaving.add(entry.send);
        onTheirWay++;
      }
      block(entry, blocked, now);
    }
    return leaving;
  }

  private static boolean mayLeave(Entry entry, Set<Receiver> blocked, Instant now) {
    return entry.attempts.isDue(now) && !blocked.contains(entry.receiver());
  }

  /** One that is due, delivered or not, holds back what was sent to the same receiver later. */
  private static void block(Entry entry, Set<Receiver> blocked, Instant now) {
    if (entry.send.dueAt() <= now.toEpochMilli() && !entry.mayPass()) {
      blocked.add(entry.receiver());
    }
  }

  /** What the outcome of the delivery of {@code sequence} means; final ones leave the outbox. */
  Ending ended(long sequence, Outcome outcome, Instant now) {
    var entry = entries.get(sequence);
    if (entry == null) {
      return Ending.REPEATED; // it ended before
    }
    var ending = endingOf(entry, outcome, now);
    if (ending == Ending.REPEATED) {
      entry.attempts.fail(now);
      entry.handled += isHandled(outcome) ? 1 : 0;
    } else {
      entries.remove(sequence);
    }
    return ending;
  }

  private static boolean isHandled(Outcome outcome) {
    return !(outcome instanceof Outcome.Failed failed && NOT_HANDLED.contains(failed.code()));
  }

  private Ending endingOf(Entry entry, Outcome outcome, Instant now) {
    return switch (outcome) {
      case Outcome.Replied replied -> Ending.ACKNOWLEDGED;
      case Outcome.Failed(var code, var message) -> {
        var tooOld = entry.send.dueAt() + ageMax.toMillis() <= now.toEpochMilli();
        yield tooOld || !FailureCode.isOfTheRuntime(code) ? Ending.DROPPED : Ending.REPEATED;
      }
    };
  }

  /** How often the delivery of {@code sequence} has failed so far. */
  int failures(long sequence) {
    var entry = entries.get(sequence);
    return entry == null ? 0 : entry.attempts.failures();
  }

  @Nullable Send find(long sequence) {
    var entry = entries.get(sequence);
    return entry == null ? null : entry.send;
  }

  /** Whether anything is on its way; what failed waits for its next attempt, live or not. */
  boolean isBusy() {
    return entries.values().stream().anyMatch(entry -> entry.attempts.underWay());
  }

  /**
   * When after {@code now} one comes due; {@link EntityRecord#NEVER} when none does. What is due
   * already waits for a commit or for the end of another delivery.
   */
  long nextAt(Instant now) {
    return Attempts.nextAt(entries.values().stream().map(entry -> entry.attempts), now);
  }

  List<Send> toList() {
    return entries.values().stream().map(entry -> entry.send).toList();
  }
}
