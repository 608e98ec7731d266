package dev.hachi.watchdog.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/** Hears what the function answers. Called on the connection's event loop. */
interface UpstreamUser {
  /** The head of the answer, once. */
  void answer(HttpResponse head);

  /** A part of the answer's body, which the user must release. */
  void answerPart(ByteBuf part);

  /** No more parts follow at once. */
  void answerPaused();

  /** The answer is whole; the connection may be used again if both sides agree. */
  void answerEnd(HttpHeaders trailers);

  /** The connection takes bytes again, or stopped taking them. */
  void upstreamWritabilityChanged();

  /** The connection is of no use any more; not called after the answer's end. */
  void upstreamFailed(String why);

  /** After a change of protocol: the function said its last byte. */
  void upstreamInputClosed();
}
