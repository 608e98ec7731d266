package function;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.hachi.function.AskFailedException;
import dev.hachi.function.Call;
import dev.hachi.testkit.TestKit;
import org.junit.jupiter.api.Test;

final class GreeterTest {
  private final TestKit kit = TestKit.of(Greeter.class);

  @Test
  void a_second_visit_is_counted() {
    kit.ask(Call.to(Greeter::greet, "ann", "Ann"));

    assertEquals("Hello Ann, visit 2", kit.ask(Call.to(Greeter::greet, "ann", "Ann")));
    assertEquals(2, kit.ask(Call.to(Greeter::visits, "ann")));
    assertEquals(0, kit.ask(Call.to(Greeter::visits, "bob")));
  }

  @Test
  void nobody_is_not_greeted() {
    assertThrows(
        AskFailedException.class, () -> kit.ask(Call.to(Greeter::greet, "ann", " ")));

    assertEquals(0, kit.ask(Call.to(Greeter::visits, "ann")));
  }
}
