package dev.hachi.watchdog.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestDecoderTest {
  private static final String FOLDED = "GET /folded HTTP/1.1\r\nX-A: b\r\n c\r\n\r\n";
  private static final String HEAD = "POST /plain HTTP/1.1\r\nX-A: b\r\n";

  private final EmbeddedChannel channel = new EmbeddedChannel(new RequestDecoder());

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1_000})
  void a_folded_header_is_noticed_however_it_arrives(int part) {
    assertThat(decode(FOLDED, part)).containsExactly("/folded refused");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1_000})
  void what_looks_folded_in_a_body_is_none(int part) {
    String length = HEAD + "Content-Length: 6\r\n\r\na\r\n b\n";
    String chunks = HEAD + "Transfer-Encoding: chunked\r\n\r\n6\r\na\r\n b\n\r\n0\r\n\r\n";

    assertThat(decode(length + chunks + FOLDED, part))
        .containsExactly("/plain", "/plain", "/folded refused");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 1_000})
  void a_folded_trailer_is_noticed_however_it_arrives(int part) {
    String chunked = HEAD + "Transfer-Encoding: chunked\r\n\r\n2\r\n0\r\r\n0\r\n";

    assertThat(decode(chunked + "X-B: c\r\n\r\n" + HEAD + "\r\n", part))
        .containsExactly("/plain", "/plain");
    assertThat(decode(chunked + "X-B: c\r\n d\r\n\r\n", part))
        .containsExactly("/plain", "trailers refused");
  }

  private List<String> decode(String text, int part) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    for (int at = 0; at < bytes.length; at += part) {
      int length = Math.min(part, bytes.length - at);
      channel.writeInbound(Unpooled.copiedBuffer(bytes, at, length));
    }
    List<String> heads = new ArrayList<>();
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      if (next instanceof HttpRequest head) {
        heads.add(head.uri() + (head.decoderResult().isFailure() ? " refused" : ""));
      }
      if (next instanceof LastHttpContent last && last.decoderResult().isFailure()) {
        heads.add("trailers refused");
      }
      ReferenceCountUtil.release(next);
    }
    return heads;
  }
}
