package dev.hachi.runtime.entity;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Origin;
import dev.hachi.runtime.store.EntityRecord;
import dev.hachi.runtime.store.EntityRecord.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The timers of one entity. Confined to it. */
final class Timers {
  private static final class Entry {
    final Timer timer;
    final Attempts attempts;

    Entry(Timer timer) {
      this.timer = timer;
      this.attempts = new Attempts(timer.dueAt());
    }
  }

  private final Duration ageMax;
  private final Map<String, Entry> entries = new LinkedHashMap<>();

  Timers(Duration ageMax, List<Timer> stored) {
    this.ageMax = ageMax;
    stored.forEach(timer -> entries.put(timer.name(), new Entry(timer)));
  }

  /** How many there would be after {@code changes}. */
  int sizeAfter(Collection<TimerChange> changes) {
    var names = new HashSet<>(entries.keySet());
    for (var change : changes) {
      switch (change) {
        case TimerChange.Set set -> names.add(set.name());
        case TimerChange.Cancel cancel -> names.remove(cancel.name());
      }
    }
    return names.size();
  }

  void change(Collection<TimerChange> changes, Instant now) {
    for (var change : changes) {
      switch (change) {
        case TimerChange.Set(var name, var after, var handler, var message) ->
            entries.put(
                name, new Entry(new Timer(name, now.plus(after).toEpochMilli(), handler, message)));
        case TimerChange.Cancel(var name) -> entries.remove(name);
      }
    }
  }

  boolean isEmpty() {
    return entries.isEmpty();
  }

  void clear() {
    entries.clear();
  }

  /** Those that are due at {@code now}; they count as firing from here on. */
  List<Timer> fire(Instant now) {
    var due = new ArrayList<Timer>();
    for (var entry : entries.values()) {
      if (entry.attempts.isDue(now)) {
        entry.attempts.begin();
        due.add(entry.timer);
      }
    }
    return due;
  }

  /** Whether this very timer is set: neither cancelled nor replaced since it came due. */
  boolean has(Origin.Timer origin) {
    var entry = entries.get(origin.name());
    return entry != null && entry.timer.dueAt() == origin.dueAt();
  }

  void remove(Origin.Timer origin) {
    if (has(origin)) {
      entries.remove(origin.name());
    }
  }

  /**
   * The timer's handler failed with {@code code} at {@code now}: it is repeated later, unless its
   * author refused or it is too old for that.
   *
   * @return whether it is gone
   */
  boolean failed(Origin.Timer origin, String code, Instant now) {
    var entry = entries.get(origin.name());
    if (entry == null || !has(origin)) {
      return false;
    }
    var tooOld = origin.dueAt() + ageMax.toMillis() <= now.toEpochMilli();
    if (tooOld || !FailureCode.isOfTheRuntime(code)) {
      entries.remove(origin.name());
      return true;
    }
    entry.attempts.fail(now);
    return false;
  }

  /** How often the handler of this very timer has failed so far. */
  int failures(Origin.Timer origin) {
    var entry = entries.get(origin.name());
    return entry == null || !has(origin) ? 0 : entry.attempts.failures();
  }

  /** When after {@code now} one comes due; {@link EntityRecord#NEVER} when none does. */
  long nextAt(Instant now) {
    return Attempts.nextAt(entries.values().stream().map(entry -> entry.attempts), now);
  }

  List<Timer> toList() {
    return entries.values().stream().map(entry -> entry.timer).toList();
  }
}
