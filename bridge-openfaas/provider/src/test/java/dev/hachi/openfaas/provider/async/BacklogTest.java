package dev.hachi.openfaas.provider.async;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.store.Calls.Waiting;
import java.util.List;
import org.junit.jupiter.api.Test;

final class BacklogTest {
  private static final FunctionId ECHO = new FunctionId("echo", "openfaas-fn");

  @Test
  void what_is_stored_from_before_takes_room() {
    var backlog = new Backlog(List.of(new Waiting(1, ECHO, Backlog.BYTES_MAX - 10)));

    backlog.add(10);

    assertThatThrownBy(() -> backlog.add(1))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("too much waits");
    backlog.remove(10);
    backlog.add(1);
  }

  @Test
  void more_calls_than_allowed_are_refused() {
    var backlog = new Backlog(List.of());
    for (int i = 0; i < Backlog.CALLS_MAX; i++) {
      backlog.add(0);
    }

    assertThatThrownBy(() -> backlog.add(0)).isInstanceOf(Refused.class);
  }

  @Test
  void an_answer_takes_room_and_one_that_finds_none_changes_nothing() {
    var backlog = new Backlog(List.of());
    backlog.add(100);

    assertThat(backlog.resize(Backlog.BYTES_MAX)).isFalse();
    assertThat(backlog.resize(Backlog.BYTES_MAX - 100)).isTrue();
    assertThat(backlog.resize(1)).isFalse();
    assertThat(backlog.resize(-50)).isTrue();
    assertThat(backlog.resize(50)).isTrue();
  }
}
