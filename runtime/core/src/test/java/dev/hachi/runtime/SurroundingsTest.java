package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.hachi.runtime.entity.ResidentsCommand;
import dev.hachi.runtime.store.EntityStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.junit.jupiter.api.Test;

final class SurroundingsTest {
  @Test
  void callers_messages_and_asks_all_take_the_way_of_the_surroundings() {
    var around = TestSurroundings.with(new OwnedStore());
    var types = List.<Class<?>>of(Till.class, Ledger.class);
    try (var till = RunningFunction.of(types, Limits.DEFAULT, around, Telemetry.NONE)) {
      till.call("a", "sell", "1");
      till.call("a", "askForNotes", "");

      await()
          .until(() ->
              around.events.containsAll(
                  List.of(
                      "Outside sell",
                      "Tell note",
                      "settle 1",
                      "Outside askForNotes",
                      "Ask notes")));
    }
  }

  @Test
  void they_hand_over_before_the_entities_drain_and_close_before_the_system_ends()
      throws Exception {
    Tally.closeGate();
    var around = TestSurroundings.with(new OwnedStore());
    var tally = RunningFunction.of(Tally.class, Limits.DEFAULT, around);
    var running = tally.send("k", "addWhenOpen", "1");
    Tally.entered.await();
    Tally.gate.countDown();

    tally.close();

    assertThat(RunningFunction.text(running.join())).isEqualTo("1");
    assertThat(around.events).containsExactly("Outside addWhenOpen", "drain", "close");
  }

  @Test
  void their_settings_and_name_are_those_of_the_system() {
    var seen = new AtomicReference<String>();
    var around =
        new Surroundings() {
          @Override
          public String systemName() {
            return "named";
          }

          @Override
          public Config settings(Map<String, Integer> functions) {
            return ConfigFactory.parseString("hachi.test.word = there");
          }

          @Override
          public EntityStore store(ActorSystem<?> system) {
            seen.set(system.name() + " " + system.settings().config().getString("hachi.test.word"));
            return EntityStore.inMemory();
          }
        };

    RunningFunction.of(Tally.class, Limits.DEFAULT, around).close();

    assertThat(seen).hasValue("named there");
  }

  @Test
  void a_router_that_cannot_be_made_stops_the_start() {
    var around =
        new Surroundings() {
          @Override
          public EntityStore store(ActorSystem<?> system) {
            return EntityStore.inMemory();
          }

          @Override
          public Router router(
              ActorSystem<?> system, ActorRef<ResidentsCommand> residents, Router local) {
            throw new IllegalStateException("no way");
          }
        };

    assertThatIllegalStateException()
        .isThrownBy(() -> RunningFunction.of(Tally.class, Limits.DEFAULT, around))
        .withMessage("no way");
  }

  @Test
  void a_store_whose_class_is_missing_stops_the_start_with_a_sentence() {
    var around =
        new Surroundings() {
          @Override
          public Config settings(Map<String, Integer> functions) {
            return ConfigFactory.parseString("my-store.class = absent.Plugin");
          }

          @Override
          public EntityStore store(ActorSystem<?> system) {
            return Surroundings.alone("my-store").store(system);
          }
        };

    assertThatIllegalArgumentException()
        .isThrownBy(() -> RunningFunction.of(Tally.class, Limits.DEFAULT, around))
        .withMessage("the durable-state plugin \"my-store\" cannot be used: absent.Plugin");
  }
}
