package dev.hachi.chaos.scale;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a number of replicas came to over a number of keys.
 *
 * @param storeBytes what all replicas together store
 * @param residentBytes what their processes together take
 * @param rungs of the ramp, the last of which may have been too much
 * @param up what happened when one replica more came
 * @param down what happened when it went
 */
record Cell(
    int replicas,
    int keys,
    double storeBytes,
    double residentBytes,
    List<Rung> rungs,
    Shift up,
    Shift down) {
  /** The highest rate that was held; empty when none was. */
  Optional<Rung> held(Duration p99Max) {
    return rungs.stream()
        .filter(rung -> rung.verdict(p99Max) == Rung.Verdict.HELD)
        .reduce((lower, higher) -> higher);
  }

  /** At {@code rate}; empty when the ramp did not come so far. */
  Optional<Rung> at(int rate) {
    return rungs.stream().filter(rung -> rung.rate() == rate).findAny();
  }

  double storeBytesPerKey() {
    return storeBytes / keys;
  }
}
