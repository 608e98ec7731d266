package dev.hachi.benchmarks.report;

import java.util.List;
import java.util.stream.Stream;

/** What became slower or faster since another run, by the ratios to the yardstick. */
public record Comparison(List<Change> changes) {
  /** Less than this is noise even when the samples of both runs agree among themselves. */
  static final double NOISE = 0.05;

  /** Which way a figure went. */
  public enum Verdict {
    SLOWER,
    SAME,
    FASTER
  }

  /** One figure of both runs; the spreads are those of its ratio. */
  public record Change(String scenario, String name, Spread before, Spread now, Verdict verdict) {
    /** By which part the ratio has changed: 0.1 is a tenth more. */
    public double part() {
      return now.median() / before.median() - 1;
    }
  }

  /** Of all figures that both runs have. */
  public static Comparison of(Results before, Results now) {
    return new Comparison(
        now.figures().stream().flatMap(figure -> change(before, figure).stream()).toList());
  }

  private static List<Change> change(Results before, Figure figure) {
    var old = before.find(figure.scenario(), figure.name());
    var then = old == null ? null : old.ratio();
    var now = figure.ratio();
    if (then == null || now == null) {
      return List.of();
    }
    var verdict = verdict(figure.better(), then, now);
    return List.of(new Change(figure.scenario(), figure.name(), then, now, verdict));
  }

  /** A figure has changed when no sample of the one run is within the samples of the other. */
  static Verdict verdict(Figure.Better better, Spread before, Spread now) {
    var rose = now.least() > before.most() && now.median() > before.median() * (1 + NOISE);
    var fell = now.most() < before.least() && now.median() < before.median() * (1 - NOISE);
    if (!rose && !fell) {
      return Verdict.SAME;
    }
    return rose == (better == Figure.Better.HIGHER) ? Verdict.FASTER : Verdict.SLOWER;
  }

  public Stream<Change> slower() {
    return changes.stream().filter(change -> change.verdict() == Verdict.SLOWER);
  }

  /** The change of that figure in a few words; empty when it is not compared. */
  public String words(Figure figure) {
    return changes.stream()
        .filter(change ->
            change.scenario().equals(figure.scenario()) && change.name().equals(figure.name()))
        .map(change ->
            "%+.0f%%%s"
                .formatted(
                    100 * change.part(),
                    change.verdict() == Verdict.SAME ? "" : " " + change.verdict()))
        .findAny()
        .orElse("");
  }
}
