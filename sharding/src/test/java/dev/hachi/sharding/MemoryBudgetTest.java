package dev.hachi.sharding;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.function.Bytes;
import dev.hachi.runtime.store.StoreFullException;
import dev.hachi.sharding.placement.Member;
import dev.hachi.sharding.replication.Ballot;
import dev.hachi.sharding.replication.Entry;
import dev.hachi.sharding.replication.ShardMessage;
import dev.hachi.sharding.replication.Stamp;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class MemoryBudgetTest {
  private static final Member SELF = new Member("127.0.0.1:1", 1);
  private static final Member COPY = new Member("127.0.0.1:2", 2);
  private static final Member OTHER = new Member("127.0.0.1:3", 3);
  private static final List<Member> COPIES = List.of(SELF, COPY);
  private static final Ballot BALLOT = new Ballot(1, SELF);

  private final AtomicLong now = new AtomicLong();
  private final MemoryBudget memory = new MemoryBudget(1_000, now::get);

  @Test
  void growth_is_refused_beyond_the_maximum_and_counts_until_the_next_measure() {
    memory.uses(600);
    assertThat(memory.refusal(300, COPIES)).isNull();
    assertThat(memory.refusal(300, COPIES))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("takes 900 bytes and may take 1000");
    memory.uses(600);
    assertThat(memory.refusal(300, COPIES)).isNull();
  }

  @Test
  void growth_is_refused_where_one_that_keeps_a_copy_has_no_room() {
    memory.heard(COPY, 100);
    assertThat(memory.refusal(80, COPIES)).isNull();
    assertThat(memory.refusal(30, COPIES))
        .isInstanceOf(StoreFullException.class)
        .hasMessageContaining("the replica 127.0.0.1:2#2")
        .hasMessageContaining("20 bytes more");
    assertThat(memory.refusal(30, List.of(SELF, OTHER))).isNull();
  }

  @Test
  void what_a_replica_said_long_ago_or_before_it_left_does_not_count() {
    memory.heard(COPY, 0);
    assertThat(memory.refusal(1, COPIES)).isNotNull();
    now.set(Duration.ofSeconds(3).toNanos());
    assertThat(memory.refusal(1, COPIES)).isNull();

    memory.heard(COPY, 0);
    memory.present(List.of(OTHER));
    assertThat(memory.refusal(1, COPIES)).isNull();
  }

  @Test
  void little_room_is_worth_telling() {
    memory.uses(700);
    assertThat(memory.isScarce()).isFalse();
    memory.uses(800);
    assertThat(memory.isScarce()).isTrue();
    assertThat(memory.left()).isEqualTo(200);
  }

  @Test
  void copies_for_others_may_take_half_as_much_again_and_no_more() {
    memory.uses(1_000);
    assertThat(memory.takes(accept(400), 0)).isTrue();
    assertThat(memory.takes(accept(200), 0)).isFalse();
    assertThat(memory.takes(new ShardMessage.Prepare(BALLOT), 0)).isTrue();
    assertThat(memory.takes(delete(), 0)).isTrue();
    memory.uses(1_000);
    assertThat(memory.takes(accept(200), 0)).isTrue();
  }

  @Test
  void of_a_copy_counts_what_it_adds_to_the_shard() {
    memory.uses(1_400);
    var copy =
        new ShardMessage.Copy(
            BALLOT,
            3,
            List.of(
                new ShardMessage.Item.Sent("key", entry(600)),
                new ShardMessage.Item.Kept("kept", stamp(), stamp())));
    assertThat(memory.takes(copy, 0)).isFalse();
    assertThat(memory.takes(copy, 650)).isTrue();
  }

  private static Stamp stamp() {
    return new Stamp(BALLOT, 1);
  }

  private static Entry entry(int bytes) {
    return new Entry(stamp(), 1, Bytes.of(new byte[bytes]), Long.MAX_VALUE);
  }

  private static ShardMessage accept(int bytes) {
    return new ShardMessage.Accept(BALLOT, 1, "key", 1, Bytes.of(new byte[bytes]), Long.MAX_VALUE);
  }

  private static ShardMessage delete() {
    return new ShardMessage.Accept(BALLOT, 1, "key", 2, null, Long.MAX_VALUE);
  }
}
