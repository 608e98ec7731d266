package dev.hachi.runtime.function;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.function.Effect;
import dev.hachi.function.Handler;
import dev.hachi.function.Migrate;
import dev.hachi.function.StatefulFunction;
import java.io.IOException;
import org.junit.jupiter.api.Test;

final class FunctionDefinitionTest {
  record State(long value) {}

  record Other(String value) {}

  @StatefulFunction("twins")
  static final class TwoHandlersOfOneName {
    State initial() {
      return new State(0);
    }

    @Handler("get")
    long one(State state) {
      return state.value();
    }

    @Handler("get")
    long two(State state) {
      return state.value();
    }
  }

  @StatefulFunction("params")
  static final class WrongParameters {
    State initial() {
      return new State(0);
    }

    @Handler
    long get(State state, long one, long two) {
      return state.value() + one + two;
    }
  }

  @StatefulFunction("states")
  static final class AnotherStateType {
    State initial() {
      return new State(0);
    }

    @Handler
    String get(Other state) {
      return state.value();
    }
  }

  @StatefulFunction("none")
  static final class NoFirstState {
    @Handler
    long get(State state) {
      return state.value();
    }
  }

  @StatefulFunction("gap")
  static final class MigrationsWithAGap {
    State initial() {
      return new State(0);
    }

    @Handler
    long get(State state) {
      return state.value();
    }

    @Migrate(from = 2)
    State fromTwo(Other older) {
      return new State(older.value().length());
    }
  }

  @StatefulFunction("upgraded")
  static final class Upgraded {
    State initial() {
      return new State(0);
    }

    @Handler
    Effect<State, Long> set(State state, long value) {
      return Effect.of(new State(value)).reply(state.value());
    }

    @Migrate(from = 1)
    State fromOne(Other older) {
      return new State(older.value().length());
    }
  }

  @Test
  void a_mistake_in_the_class_is_one_sentence_that_says_what_and_where() {
    assertMistake(TwoHandlersOfOneName.class, "two handlers named get");
    assertMistake(WrongParameters.class, "WrongParameters.get may take the state, one message");
    assertMistake(AnotherStateType.class, "AnotherStateType.get must be the state");
    assertMistake(NoFirstState.class, "NoFirstState needs one method \"initial(String key)\"");
    assertMistake(MigrationsWithAGap.class, "must start at from = 1 without gaps");
    assertMistake(String.class, "java.lang.String has no @StatefulFunction");
  }

  @Test
  void state_of_an_older_version_is_upgraded() throws Exception {
    var states = FunctionDefinition.of(Upgraded.class).states();
    var older = states.encode(new Other("four"));

    assertThat(states.version()).isEqualTo(2);
    assertThat(states.decode(1, older)).isEqualTo(new State(4));
    assertThat(states.decode(2, states.encode(new State(9)))).isEqualTo(new State(9));
  }

  @Test
  void state_of_a_newer_version_is_left_alone() {
    var states = FunctionDefinition.of(Upgraded.class).states();

    assertThatThrownBy(() -> states.decode(3, states.encode(new State(9))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("version 3");
  }

  private static void assertMistake(Class<?> type, String sentence) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FunctionDefinition.of(type))
        .withMessageContaining(sentence);
  }
}
