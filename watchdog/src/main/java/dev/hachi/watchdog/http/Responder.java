package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** Takes one request in and answers it through its exchange. Called on the exchange's loop. */
public interface Responder {
  /** A part of the request's body, which the responder must release. */
  void body(ByteBuf part);

  /** The request is whole. */
  void bodyEnd(HttpHeaders trailers);

  /** The client takes bytes again, or stopped taking them. */
  void writabilityChanged();

  /**
   * The client said its last byte or is gone; nobody can tell which. It may be told twice.
   *
   * @param certain whether it is gone: nothing can be answered any more
   */
  void gone(boolean certain);
}
