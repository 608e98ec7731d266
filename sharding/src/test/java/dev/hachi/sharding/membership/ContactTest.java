package dev.hachi.sharding.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.hachi.sharding.placement.Member;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ContactTest {
  private static final Member A = new Member("10.0.0.1:7355", -1);
  private static final Member B = new Member("[fe80::1]:7355", 255);

  @Test
  void its_page_is_json() {
    assertThat(new Contact("ns", B, List.of(B, A)).json())
        .isEqualTo(
            "{\"namespace\":\"ns\",\"self\":{\"address\":\"[fe80::1]:7355\",\"uid\":\"ff\"},"
                + "\"members\":[{\"address\":\"10.0.0.1:7355\",\"uid\":\"ffffffffffffffff\"},"
                + "{\"address\":\"[fe80::1]:7355\",\"uid\":\"ff\"}],\"size\":2}");
  }

  @Test
  void it_is_read_as_it_was_written() {
    for (var contact :
        List.of(new Contact("ns", A, List.of()), new Contact("ü", A, List.of(A, B)))) {
      assertThat(Contact.parse(contact.json())).isEqualTo(contact);
    }
  }

  @Test
  void what_a_newer_release_adds_is_passed_over() {
    var newer =
        "{\"namespace\":\"ns\",\"self\":{\"address\":\"h:1\",\"uid\":\"1\",\"x\":2},"
            + "\"members\":[],\"size\":0,\"y\":[]}";
    assertThat(Contact.parse(newer).self()).isEqualTo(new Member("h:1", 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "<html>",
        "{}",
        "{\"namespace\":\"ns\",\"members\":[]}",
        "{\"namespace\":\"ns\",\"self\":null,\"members\":[]}",
        "{\"namespace\":\"ns\",\"self\":{\"address\":\"h:1\"},\"members\":[]}",
        "{\"namespace\":\"ns\",\"self\":{\"address\":\"h:1\",\"uid\":\"-1\"},\"members\":[]}",
        "{\"namespace\":\"ns\",\"self\":{\"address\":\"h:0\",\"uid\":\"1\"},\"members\":[]}",
        "{\"namespace\":\"ns\",\"self\":{\"address\":\"a@b:1\",\"uid\":\"1\"},\"members\":[]}",
        "{\"namespace\":\"ns\",\"self\":{\"address\":\"h:1\",\"uid\":\"1\"},\"members\":[null]}",
        "{\"namespace\":\"ns\",\"self\":{\"address\":\"h:1\",\"uid\":\"1\"}}",
      })
  void anything_else_is_no_contact_page(String json) {
    assertThatIllegalArgumentException().isThrownBy(() -> Contact.parse(json));
  }
}
