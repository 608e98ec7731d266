package dev.hachi.openfaas.provider.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.replicas.Plan.Phase;
import dev.hachi.openfaas.provider.store.Starts.Start;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class ReplicaTest {
  private final AtomicLong now = new AtomicLong();
  private Process process;

  @BeforeEach
  void run() throws IOException {
    process = new ProcessBuilder("sleep", "60").start();
  }

  @AfterEach
  void end() {
    var _ = process.destroyForcibly();
  }

  @Test
  void one_that_was_ready_is_unready_at_first_and_lost_after_a_minute() {
    var replica = replica(false);
    assertThat(phase(replica)).isEqualTo(Phase.STARTING);

    var _ = replica.setReady(true);
    pass(1000);
    assertThat(phase(replica)).isEqualTo(Phase.READY);

    replica.suspect();
    pass(60);
    assertThat(phase(replica)).isEqualTo(Phase.UNREADY);
    pass(1);
    assertThat(phase(replica)).isEqualTo(Phase.LOST);
  }

  @Test
  void one_that_was_never_ready_for_a_minute_is_hopeless_and_one_that_served_is_not() {
    var never = replica(false);
    var served = replica(true);
    var _ = served.setReady(true);
    var _ = served.setReady(false);
    assertThat(never.isHopeless()).isFalse();

    pass(61);

    assertThat(never.isHopeless()).isTrue();
    assertThat(served.isHopeless()).isFalse();
  }

  @Test
  void one_that_is_found_may_have_served() {
    assertThat(phase(replica(true))).isEqualTo(Phase.UNREADY);
  }

  private Replica replica(boolean found) {
    var start = new Start("f-1", new FunctionId("f", "openfaas-fn"), 1, 1, 20_000);
    return new Replica(start, new Running.Local(process.toHandle()), found, now::get);
  }

  private void pass(long seconds) {
    var _ = now.addAndGet(seconds * 1_000_000_000);
  }

  private static Phase phase(Replica replica) {
    return replica.seen().phase();
  }
}
