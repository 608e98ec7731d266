package dev.hachi.sharding.simulation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One commit of a key, and which one it was made from. */
final class Version {
  final long id;
  final String key;
  final @Nullable Version base;
  final int depth;

  /** Null when the key does not exist in it. */
  final @Nullable State state;

  /** The ids of the invocations, tells and timers that took effect in it. */
  final List<Long> effects;

  Version(long id, String key, @Nullable Version base, @Nullable State state, List<Long> effects) {
    this.id = id;
    this.key = key;
    this.base = base;
    this.depth = base == null ? 0 : base.depth + 1;
    this.state = state;
    this.effects = effects;
  }

  /** Whether it knows all that {@code earlier} knew. */
  boolean includes(Version earlier) {
    var at = this;
    while (at.depth > earlier.depth && at.base != null) {
      at = at.base;
    }
    return at == earlier;
  }

  State stateOrEmpty() {
    return state == null ? State.EMPTY : state;
  }

  @Override
  public String toString() {
    var what = state == null ? "nothing" : String.valueOf(state.value());
    return "%s=%s (version %d)".formatted(key, what, id);
  }
}
