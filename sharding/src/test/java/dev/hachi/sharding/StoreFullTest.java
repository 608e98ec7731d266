package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.runtime.FailureCode;
import dev.hachi.runtime.Outcome;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Replicas of which one may store less than the other. */
final class StoreFullTest {
  private static final int MIB = 1 << 20;

  @Test
  void one_that_is_full_refuses_growth_also_of_keys_that_another_owns_until_there_is_room()
      throws Exception {
    try (var large = LiveReplica.first(512L * MIB);
        var small = LiveReplica.joining(large, 32L * MIB)) {
      large.awaitMembers(2);
      small.awaitShards();
      large.awaitShards();

      var stored = 0;
      var outcome = large.call("key0", "fill", "" + MIB).join();
      while (outcome instanceof Outcome.Replied) {
        stored++;
        assertThat(stored).isLessThan(48);
        outcome = large.call("key" + stored, "fill", "" + MIB).join();
      }

      assertThat(((Outcome.Failed) outcome).code()).isEqualTo(FailureCode.STORE_FULL);
      assertThat(stored).isGreaterThan(24);
      assertThat(small.weight()).isLessThan(48L * MIB);
      // Whoever owns a key, it is refused; and what does not grow passes.
      for (var other = 100; other < 110; other++) {
        assertThat(large.call("key" + other, "fill", "" + 2 * MIB).join())
            .isInstanceOfSatisfying(
                Outcome.Failed.class,
                failed -> assertThat(failed.code()).isEqualTo(FailureCode.STORE_FULL));
      }
      for (var key = 0; key < stored; key++) {
        assertThat(small.reply("key" + key, "length", "")).isEqualTo("" + MIB);
        if (key < 8) {
          assertThat(large.reply("key" + key, "put", "\"\"")).isEqualTo("0");
        }
      }
      LiveReplica.within(
          Duration.ofSeconds(10),
          () -> large.call("key200", "fill", "" + MIB).join() instanceof Outcome.Replied);
    }
  }
}
