package dev.hachi.sharding.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.hachi.sharding.placement.Member;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForecastTest {
  private static final Paper PAPER = new Paper(1_000_000_000L, 16, 100, 3, 10_000);
  private static final Costs COSTS = new Costs(1_000, 130, 2_000, 250);

  private final Forecast forecast = new Forecast(PAPER, COSTS);

  private Row row(int replicas, int shards) {
    return forecast.rows(replicas, List.of(shards), begun -> {}).getFirst();
  }

  /** At least 40 shards for each replica. */
  @ParameterizedTest
  @CsvSource({"3,128", "10,1024", "100,4096"})
  void with_many_shards_per_replica_all_have_about_as_many(int replicas, int shards) {
    var row = row(replicas, shards);

    assertThat(row.owned().mean()).isEqualTo(shards / (double) replicas);
    assertThat(row.owned().min()).isGreaterThan(Math.round(0.8 * row.owned().mean()));
    assertThat(row.owned().max()).isLessThan(Math.round(1.2 * row.owned().mean()));
    assertThat(row.owned().deviation()).isLessThan(0.07 * row.owned().mean());
    assertThat(row.joinCopied()).isEqualTo(row.joinIdeal(), within(0.02));
    assertThat(row.leaveCopied()).isEqualTo(row.joinIdeal(), within(0.02));
  }

  @Test
  void fewer_shards_than_replicas_leave_most_without_any() {
    var row = row(1_000, 128);

    assertThat(row.owned().without()).isBetween(872L, 900L);
    assertThat(row.stored().mean()).isEqualTo(0.384, within(0.001));
  }

  @Test
  void times_are_those_of_the_busiest_replica_and_of_all_keys_of_a_shard() {
    var row = row(10, 1024);
    var keysPerShard = 1e9 / 1024;

    assertThat(row.keysPerShard()).isEqualTo(keysPerShard);
    assertThat(row.pauseSeconds()).isEqualTo(keysPerShard * (2e-6 + 250 * 8e-10), within(1e-9));
    assertThat(row.joinBytes()).isEqualTo(row.join().copies() * keysPerShard * 130);
    assertThat(row.joinSeconds()).isGreaterThan(row.join().busiest() * keysPerShard * 1e-6);
    assertThat(row.storeBytesMax())
        .isEqualTo(row.stored().max() * keysPerShard * (96 + 16 + 100), within(1.0));
    assertThat(row.figures()).containsKeys("pause_seconds", "owned_none").hasSize(28);
  }

  @Test
  void a_shard_that_fits_no_letter_cannot_be_moved() {
    assertThat(row(3, 128).isMovable()).isTrue();
    assertThat(row(3, 64).isMovable()).isFalse();
  }

  @Test
  void a_change_counts_owners_copies_and_who_has_most_to_do() {
    var members = Pods.of(4, 1);
    var a = members.get(0);
    var b = members.get(1);
    var c = members.get(2);
    var d = members.get(3);
    List<List<Member>> before = List.of(List.of(a, b), List.of(b, c), List.of(c, a));
    List<List<Member>> after = List.of(List.of(d, a), List.of(b, d), List.of(c, a));

    assertThat(Change.between(before, after)).isEqualTo(new Change(1, 2, 2));
    assertThat(Change.between(before, before)).isEqualTo(new Change(0, 0, 0));
  }

  @Test
  void a_rehearsed_hand_over_tells_everybody_and_brings_every_key() {
    var few = Rehearsal.of(PAPER, 5, 0);
    var many = Rehearsal.of(PAPER, 50, 0);
    var full = Rehearsal.of(PAPER, 5, 1_000);

    assertThat(few.letters()).isBetween(20L, 100L);
    assertThat(many.letters()).isBetween(5 * few.letters(), 15 * few.letters());
    assertThat(full.bytes() - few.bytes()).isGreaterThan(1_000L * PAPER.stateBytes());
    assertThat(full.pauseNanos()).isPositive();
  }

  @Test
  void the_paper_must_be_possible() {
    assertThatThrownBy(() -> new Paper(0, 16, 100, 3, 1_000))
        .hasMessageContaining("must be at least 1, were 0, 100, 3 and 1000");
    assertThatThrownBy(() -> new Paper(1, 0, 100, 3, 1_000)).hasMessageContaining("was 0");
  }
}
