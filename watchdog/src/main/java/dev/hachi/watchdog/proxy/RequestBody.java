package dev.hachi.watchdog.proxy;

import dev.hachi.watchdog.http.Exchange;
import io.netty.buffer.ByteBuf;
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
  /** Parts pass as they come. */
  static final int UNBUFFERED = -1;

  private final Exchange exchange;
  private final HttpRequest head;
  private final int bufferMax;
  private final boolean expected;
  private final Queue<ByteBuf> waiting = new ArrayDeque<>(0);
  private @Nullable UpstreamConnection upstream;
  private @Nullable HttpHeaders trailers;
  private long waitingBytes;
  private boolean headSent;
  private boolean sent;
  private boolean raw;

  RequestBody(Exchange exchange, HttpRequest head, int bufferMax) {
    this.exchange = exchange;
    this.head = head;
    this.bufferMax = bufferMax;
    this.expected = UpstreamRequest.hasBody(head);
    if (expected && bufferMax == UNBUFFERED) {
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

  /** Takes a part; false when it is one too many to keep. */
  boolean add(ByteBuf part) {
    if (raw && upstream != null) {
      upstream.send(part);
      upstream.flush();
      resume();
      return true;
    }
    waiting.add(part);
    waitingBytes += part.readableBytes();
    if (bufferMax != UNBUFFERED) {
      return waitingBytes <= bufferMax;
    }
    sendWaiting();
    return true;
  }

  void end(HttpHeaders last) {
    trailers = last;
    if (bufferMax != UNBUFFERED && expected) {
      // Known now, so a function that cannot read chunks gets a length.
      head.headers()
          .remove("Transfer-Encoding")
          .remove("Trailer")
          .set("Content-Length", waitingBytes);
      trailers = EmptyHttpHeaders.INSTANCE;
    }
    sendWaiting();
  }

  private void sendWaiting() {
    boolean whole = trailers != null;
    if (upstream == null || (bufferMax != UNBUFFERED && !whole)) {
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
    exchange.demand(true);
  }
}
