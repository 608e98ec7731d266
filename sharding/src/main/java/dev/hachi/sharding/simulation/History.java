package dev.hachi.sharding.simulation;

import dev.hachi.sharding.simulation.Violation.Found;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All commits that were tried, as a tree per key, and which of them somebody was told of. A key's
 * history is linearizable exactly when all that anybody was told of lies on one path, and each one
 * includes what was told before it was begun.
 */
final class History {
  private static final class Line {
    final Version root;

    /** The last that anybody was told of. */
    Version tip;

    final List<Version> tombstones = new ArrayList<>();

    Line(String key) {
      root = new Version(0, key, null, null, List.of());
      tip = root;
    }
  }

  private final Map<String, Line> lines = new TreeMap<>();
  private final Map<Long, Version> versions = new HashMap<>();

  /** Tombstones whose outcome is known. */
  private final Set<Version> gone = new HashSet<>();

  private long ids;

  /** For everything that needs to be told apart. */
  long nextId() {
    return ++ids;
  }

  private Line line(String key) {
    return lines.computeIfAbsent(key, Line::new);
  }

  Collection<String> keys() {
    return lines.keySet();
  }

  Version tip(String key) {
    return line(key).tip;
  }

  Version draft(Version base, @Nullable State state, List<Long> effects) {
    var version = new Version(nextId(), base.key, base, state, effects);
    versions.put(version.id, version);
    if (state == null) {
      line(base.key).tombstones.add(version);
    }
    return version;
  }

  Version version(String key, long id) {
    var version = versions.get(id);
    if (version == null || !version.key.equals(key)) {
      throw new Found("%s is stored as version %d, which nobody wrote".formatted(key, id));
    }
    return version;
  }

  /** Its tombstone is removed from the copies. */
  void forgotten(long id) {
    var version = versions.get(id);
    if (version != null) {
      gone.add(version);
    }
  }

  /**
   * Which version one sees who finds nothing stored: the latest deletion, as nothing tells them
   * apart. Of those whose outcome nobody knows only one can have been stored.
   */
  Version absent(String key) {
    var line = line(key);
    for (var one : line.tombstones.reversed()) {
      if (gone.contains(one) && one.includes(line.tip)) {
        return one;
      }
    }
    for (var one : line.tombstones.reversed()) {
      if (one.includes(line.tip)) {
        return one;
      }
    }
    return line.root;
  }

  /**
   * Somebody is told that {@code version} is what there is.
   *
   * @param before what had been told when this was begun
   */
  void tell(Version version, Version before) {
    if (!version.includes(before)) {
      throw new Found("%s was told after %s, which it does not include".formatted(version, before));
    }
    var line = line(version.key);
    if (version.includes(line.tip)) {
      line.tip = version;
    } else if (!line.tip.includes(version)) {
      throw new Found("%s and %s were both told: an update is lost".formatted(version, line.tip));
    }
    if (version.state == null) {
      gone.add(version);
    }
  }

  // ---- in the end -------------------------------------------------------------------------------

  /** Nothing takes effect twice; returns all that took effect. */
  Set<Long> effects() {
    var all = new HashSet<Long>();
    for (var line : lines.values()) {
      for (var at = line.tip; at != null; at = at.base) {
        for (var id : at.effects) {
          if (!all.add(id)) {
            throw new Found("invocation %d took effect twice, again in %s".formatted(id, at));
          }
        }
      }
    }
    return all;
  }

  /** What the living entities know, their tips. */
  List<Version> tips() {
    return lines.values().stream().map(line -> line.tip).toList();
  }
}
