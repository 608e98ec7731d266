package dev.hachi.openfaas.scaler;

import java.util.List;

/**
 * A function as it is at one moment.
 *
 * @param replicas the load of each that stays, one at least
 * @param copies how many of them store each key, if there are as many
 * @param settled whether nobody drains, and every shard is where it belongs with all its copies
 */
public record Sight(List<ReplicaLoad> replicas, int copies, boolean settled) {
  public Sight {
    replicas = List.copyOf(replicas);
    if (replicas.isEmpty()) {
      throw new IllegalArgumentException("a function that is seen has a replica, had none");
    }
  }

  int count() {
    return replicas.size();
  }
}
