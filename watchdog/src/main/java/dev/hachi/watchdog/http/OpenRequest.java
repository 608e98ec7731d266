package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The request that a connection is busy with: what arrives of it goes to its responder. */
final class OpenRequest {
  private final Service service;
  private final ServerExchange exchange;
  // Absent when the request is refused: then nobody listens to it.
  private @Nullable Responder responder;
  private boolean arriving = true;

  OpenRequest(Service service, ServerExchange exchange) {
    this.service = service;
    this.exchange = exchange;
  }

  void begin() {
    Optional<Answer> refusal = HeadCheck.refusal(exchange.head());
    if (refusal.isPresent()) {
      service.refused(exchange.head().method().name(), refusal.get());
      exchange.interrupt(refusal.get());
    } else {
      responder = service.begin(exchange);
      exchange.invite();
    }
  }

  /** Whether more of the request is to come. */
  boolean arriving() {
    return arriving;
  }

  boolean isOf(ServerExchange other) {
    return exchange.equals(other);
  }

  void arrived(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      malformed(content.decoderResult());
      return;
    }
    arriving = !(content instanceof LastHttpContent);
    if (responder != null && content.content().isReadable()) {
      responder.body(content.content().retain());
    }
    if (responder != null && content instanceof LastHttpContent last) {
      responder.bodyEnd(last.trailingHeaders());
    }
  }

  private void malformed(DecoderResult result) {
    if (responder != null) {
      exchange.interrupt(HeadCheck.malformed(result));
      gone(false);
      responder = null;
    }
  }

  /** Bytes of another protocol. */
  void bytes(Object message) {
    if (responder != null && message instanceof ByteBuf bytes) {
      responder.body(bytes);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  void late(Service.Lateness lateness) {
    exchange.interrupt(service.late(exchange.head(), lateness));
    gone(false);
  }

  /** The client said its last byte. */
  void inputClosed() {
    if (arriving) {
      // The rest of the request will never come.
      exchange.abort();
    }
    gone(false);
  }

  void connectionClosed() {
    exchange.over();
    gone(true);
    responder = null;
  }

  void writabilityChanged() {
    if (responder != null) {
      responder.writabilityChanged();
    }
  }

  private void gone(boolean certain) {
    if (responder != null) {
      responder.gone(certain);
    }
  }
}
