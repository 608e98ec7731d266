package dev.hachi.sharding.forecast;

import dev.hachi.sharding.replication.Entry;
import dev.hachi.sharding.transport.Capacity;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One function with a number of shards on a number of replicas. What is about the keys is on paper:
 * see {@link Paper}.
 *
 * @param owned how the shards are spread that replicas run
 * @param stored how the copies are spread that they store
 * @param join what moves when one more comes
 * @param leave what moves when one goes
 * @param letters between replicas about one shard that is handed over
 * @param placeNanos to compute where all shards belong; each replica does at each change
 * @param viewNanos to tell all shards of a replica of a change
 */
public record Row(
    int replicas,
    int shards,
    Balance owned,
    Balance stored,
    Change join,
    Change leave,
    long letters,
    double placeNanos,
    double viewNanos,
    Forecast forecast) {
  /** A letter to and from a newcomer about each shard that it does not get: Install and Seal. */
  private static final int LETTERS_TO_INFORM = 4;

  /** The part of all shards that gets another owner when one comes; none could do with less. */
  public double joinMoved() {
    return join.owners() / shards;
  }

  public double joinIdeal() {
    return 1.0 / (replicas + 1);
  }

  /** The part of all copies that is made anew when one comes. */
  public double joinCopied() {
    return join.copies() / shards / copies();
  }

  /** The same when one of {@code replicas + 1} goes. */
  public double leaveMoved() {
    return leave.owners() / shards;
  }

  public double leaveCopied() {
    return leave.copies() / shards / copies();
  }

  /** How often a shard changes its owner while all replicas are replaced, one after another. */
  public double rollMoves() {
    return replicas * (joinMoved() + leaveMoved());
  }

  private int copies() {
    return Math.min(forecast.paper().copies(), replicas);
  }

  public double keysPerShard() {
    return forecast.keysPerShard(shards);
  }

  /** What the replica stores that has the most copies. */
  public double storeBytesMax() {
    var paper = forecast.paper();
    return stored.max() * keysPerShard() * (Entry.OVERHEAD + paper.keyBytes() + paper.stateBytes());
  }

  /** What is sent to make the copies that one more replica is to have. */
  public double joinBytes() {
    return join.copies() * keysPerShard() * forecast.costs().fillBytes();
  }

  public double joinSeconds() {
    return forecast.copySeconds(join, shards) + forecast.handOverSeconds(join, shards);
  }

  public double leaveSeconds() {
    return forecast.copySeconds(leave, shards) + forecast.handOverSeconds(leave, shards);
  }

  /** Until all replicas are replaced, one after another: each new one comes before an old goes. */
  public double rollSeconds() {
    return replicas * (joinSeconds() + leaveSeconds());
  }

  public double pauseSeconds() {
    return forecast.pauseSeconds(shards);
  }

  /** Between all replicas, when one more comes. */
  public double joinLetters() {
    return join.copies() * letters + (shards - join.copies()) * LETTERS_TO_INFORM;
  }

  /** Whether a shard can be handed over at all: what is said about all its keys fits a letter. */
  public boolean isMovable() {
    return keysPerShard() * forecast.costs().fillBytes() <= Capacity.BUNDLE_BYTES_MAX;
  }

  /** All of it, by name, for other programs. */
  public Map<String, Double> figures() {
    var figures = new LinkedHashMap<String, Double>();
    figures.put("replicas", (double) replicas);
    figures.put("shards", (double) shards);
    balance(figures, "owned", owned);
    balance(figures, "stored", stored);
    figures.put("join_moved", joinMoved());
    figures.put("join_ideal", joinIdeal());
    figures.put("join_copied", joinCopied());
    figures.put("leave_moved", leaveMoved());
    figures.put("leave_copied", leaveCopied());
    figures.put("roll_moves", rollMoves());
    figures.put("keys_per_shard", keysPerShard());
    figures.put("store_bytes_max", storeBytesMax());
    figures.put("join_bytes", joinBytes());
    figures.put("join_seconds", joinSeconds());
    figures.put("roll_seconds", rollSeconds());
    figures.put("pause_seconds", pauseSeconds());
    figures.put("join_letters", joinLetters());
    figures.put("place_ms", placeNanos / 1e6);
    figures.put("view_ms", viewNanos / 1e6);
    figures.put("movable", isMovable() ? 1.0 : 0.0);
    return figures;
  }

  private static void balance(Map<String, Double> figures, String name, Balance balance) {
    figures.put(name + "_min", (double) balance.min());
    figures.put(name + "_mean", balance.mean());
    figures.put(name + "_max", (double) balance.max());
    figures.put(name + "_sd", balance.deviation());
    figures.put(name + "_none", (double) balance.without());
  }
}
