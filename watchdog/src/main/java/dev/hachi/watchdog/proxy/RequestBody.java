package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.http.BodyBuffer;
import dev.hachi.watchdog.http.Exchange;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Carries a request and its body to the function, no faster than it takes them.
 *
 * <p>What arrives before there is a connection waits here; it is one read of the client's at most.
 */
final class RequestBody {
  private final Exchange exchange;
  private final HttpRequest head;
  private final @Nullable BodyBuffer buffer;
  private final boolean expected;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>(0);
  private @Nullable UpstreamConnection upstream;
  private @Nullable HttpHeaders trailers;
  private boolean headSent;
  private boolean sent;
  private boolean raw;

  /** Parts pass as they come, or, when there is a {@code buffer}, all at once. */
  RequestBody(Exchange exchange, HttpRequest head, @Nullable BodyBuffer buffer) {
    this.exchange = exchange;
    this.head = head;
    this.buffer = buffer;
    this.expected = UpstreamRequest.hasBody(head);
    if (expected && buffer == null) {
      exchange.demand(false);
    }
  }

  /** Whether the request has no body that was lost by an attempt to send it. */
  boolean empty() {
    return !expected;
  }

  boolean sent() {
    return sent;
  }

  void sendTo(UpstreamConnection connection) {
    upstream = connection;
    headSent = false;
    sent = false;
    sendWaiting();
  }

  /** Takes a part, unless it is one too many to keep. */
  BodyBuffer.Added add(ByteBuf part) {
    if (buffer != null) {
      BodyBuffer.Added added = buffer.add(part);
      part.release();
      return added;
    }
    if (raw && upstream != null) {
      upstream.send(part);
      upstream.flush();
      resume();
    } else {
      waiting.add(part);
      sendWaiting();
    }
    return BodyBuffer.Added.KEPT;
  }

  void end(HttpHeaders last) {
    trailers = last;
    if (buffer != null) {
      byte[] whole = buffer.content();
      waiting.add(Unpooled.wrappedBuffer(whole));
      // Known now, so a function that cannot read chunks gets a length.
      head.headers()
          .remove("Transfer-Encoding")
          .remove("Trailer")
          .set("Content-Length", whole.length);
      trailers = EmptyHttpHeaders.INSTANCE;
    }
    sendWaiting();
  }

  private void sendWaiting() {
    if (upstream == null || (buffer != null && trailers == null)) {
      return;
    }
    if (!headSent) {
      headSent = true;
      upstream.send(head);
    }
    while (!waiting.isEmpty()) {
      upstream.send(waiting.remove());
    }
    if (trailers != null && !sent) {
      sent = true;
      upstream.sendEnd(trailers);
    }
    if (sent || expected) {
      upstream.flush();
    }
    resume();
  }

  /** Asks the client for more exactly when the function takes more. */
  void resume() {
    if (upstream != null && (expected || raw)) {
      exchange.demand(upstream.writable());
    }
  }

  /** From now on the body is the connection's bytes. */
  void raw() {
    raw = true;
  }

  void drop() {
    waiting.forEach(ByteBuf::release);
    waiting.clear();
    upstream = null;
    if (buffer != null) {
      buffer.close();
    }
    exchange.demand(true);
  }
}
