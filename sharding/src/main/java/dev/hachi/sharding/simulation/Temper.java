package dev.hachi.sharding.simulation;

import java.util.List;

/**
 * How hostile a schedule is. Probabilities are per message, times in microseconds.
 *
 * @param inOrder whether links keep the order and lose only what a broken connection carried
 * @param installLoss of the messages that end an installation, whose loss is most dangerous
 * @param late that a message takes many times as long
 * @param twice that a message comes again, maybe much later
 * @param quarantined whether nobody hears a removed member any more, whatever his own view says
 * @param cuts how often links in one direction are cut, and {@code cutFor} how long at most
 * @param lateBy how much later what is late, or comes twice, may come
 * @param missed that a member does not hear of a change of the cluster, until the next one
 * @param pause how long from one misfortune to the next at most: shorter than an acquisition takes,
 *     the cluster changes several times during one
 * @param hop how long a message takes, mostly
 * @param pace how long from one invocation to the next, mostly
 * @param deletes the part of the changes of counters that deletes them
 */
record Temper(
    boolean inOrder,
    double loss,
    double installLoss,
    double late,
    double twice,
    boolean quarantined,
    double cuts,
    long cutFor,
    long lateBy,
    double missed,
    long pause,
    long hop,
    long pace,
    double deletes,
    int shards,
    int copies,
    int members) {

  static Temper of(Chance chance) {
    var inOrder = chance.of(0.25);
    var rough = inOrder ? 0 : chance.pick(List.of(0.0, 0.01, 0.03, 0.06));
    return new Temper(
        inOrder,
        rough,
        inOrder ? 0 : chance.pick(List.of(0.0, 0.3, 0.5)),
        inOrder ? 0 : chance.pick(List.of(0.0, 0.03, 0.08)),
        inOrder ? 0 : chance.pick(List.of(0.0, 0.03, 0.1, 0.3)),
        chance.of(0.5),
        chance.pick(List.of(0.0, 0.5, 0.9)),
        chance.pick(List.of(50_000L, 150_000L, 300_000L, 600_000L)),
        chance.pick(List.of(60_000L, 120_000L, 400_000L)),
        chance.pick(List.of(0.0, 0.2, 0.5, 0.9)),
        chance.pick(List.of(10_000L, 40_000L, 120_000L)),
        3_000,
        chance.pick(List.of(4_000L, 8_000L, 20_000L)),
        chance.pick(List.of(0.1, 0.3)),
        chance.of(0.8) ? 1 : 2,
        chance.of(0.75) ? 3 : 2,
        (int) chance.between(1, 6));
  }
}
