package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hachi.function.Effect;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class FailureCodeTest {
  @Test
  void all_codes_are_listed_and_no_author_can_choose_them() throws IllegalAccessException {
    var codes = new ArrayList<String>();
    for (var field : FailureCode.class.getFields()) {
      if (field.getType() == String.class) {
        codes.add((String) field.get(null));
      }
    }

    assertThat(FailureCode.ALL)
        .allSatisfy(code ->
            assertThatIllegalArgumentException().isThrownBy(() -> Effect.fail(code, "why")));
    assertThat(FailureCode.ALL).containsExactlyInAnyOrderElementsOf(codes);
  }
}
