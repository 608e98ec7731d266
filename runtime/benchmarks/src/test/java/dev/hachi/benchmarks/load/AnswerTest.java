package dev.hachi.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswerTest {
  private static final String LENGTH =
      "HTTP/1.1 200 OK\r\ncontent-length: 5\r\nX-A: b\r\n\r\n12345";
  private static final String CHUNKED =
      "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n12345\r\n0\r\n\r\n";
  private static final String EMPTY = "HTTP/1.1 503 Busy\r\nContent-Length: 0\r\n\r\n";
  private static final String NO_CONTENT = "HTTP/1.1 204 No Content\r\n\r\n";

  private final Answer answer = new Answer();

  @ParameterizedTest
  @ValueSource(strings = {LENGTH, CHUNKED, EMPTY, NO_CONTENT})
  void an_answer_is_complete_with_its_last_byte_and_not_before(String text) {
    var bytes = bytes(text);

    for (var time = 0; time < 2; time++) {
      for (var at = 0; at < bytes.length - 1; at++) {
        assertThat(answer.take(ByteBuffer.wrap(bytes, at, 1))).isFalse();
      }
      assertThat(answer.take(ByteBuffer.wrap(bytes, bytes.length - 1, 1))).isTrue();
    }
  }

  @Test
  void the_status_is_that_of_the_answer() {
    assertThat(answer.take(ByteBuffer.wrap(bytes(LENGTH)))).isTrue();
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.take(ByteBuffer.wrap(bytes(EMPTY)))).isTrue();
    assertThat(answer.status()).isEqualTo(503);
  }

  @Test
  void a_body_may_be_larger_than_what_is_kept() {
    var head = "HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n";

    assertThat(answer.take(ByteBuffer.wrap(bytes(head)))).isFalse();
    assertThat(answer.take(ByteBuffer.allocate(60_000))).isFalse();
    assertThat(answer.take(ByteBuffer.allocate(40_000))).isTrue();
  }

  @Test
  void an_answer_without_a_length_is_refused() {
    var text = ByteBuffer.wrap(bytes("HTTP/1.1 200 OK\r\n\r\n12345"));

    assertThatIllegalStateException()
        .isThrownBy(() -> answer.take(text))
        .withMessageContaining("no length");
  }

  @Test
  void an_answer_that_is_longer_than_it_says_is_refused() {
    var text = ByteBuffer.wrap(bytes(LENGTH + "6"));

    assertThatIllegalStateException()
        .isThrownBy(() -> answer.take(text))
        .withMessageContaining("longer");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
