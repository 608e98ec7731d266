package dev.hachi.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import org.junit.jupiter.api.Test;

final class FailureCodeTest {
  @Test
  void all_codes_are_listed() throws IllegalAccessException {
    var codes = new ArrayList<String>();
    for (var field : FailureCode.class.getFields()) {
      if (field.getType() == String.class) {
        codes.add((String) field.get(null));
      }
    }

    assertThat(FailureCode.ALL).containsExactlyInAnyOrderElementsOf(codes);
  }
}
