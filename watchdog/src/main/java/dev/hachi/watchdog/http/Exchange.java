package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

/** One request and its answer, as two streams. Confined to its event loop. */
public interface Exchange {
  /** The head of the request; its target is in origin form. */
  HttpRequest head();

  /** The event loop on which everything of this exchange happens. */
  EventLoop loop();

  /** The address of the client, without its port. */
  String client();

  /** Whether more of the request's body is welcome now; it is, at first. */
  void demand(boolean welcome);

  /** Whether an answer has begun, or can no longer begin. */
  boolean started();

  /** Begins the answer. */
  void start(AnswerHead head);

  /** Sends a part of the answer's body, and releases it; after the end it is only released. */
  void write(ByteBuf part);

  /** No more parts follow at once: what was written should leave. */
  void flush();

  /** Whether the client takes the answer as fast as it comes. */
  boolean writable();

  /** Ends the answer. */
  void end(HttpHeaders trailers);

  /** Closes the connection, so that the client sees that its answer is cut. */
  void abort();

  /** From now on both bodies are the connection's bytes, in both directions. */
  void tunnel(AnswerHead head);

  /** Has {@code listener} called once, when the answer has left or never will. */
  void whenEnded(Ended listener);

  /** Told about the end of an exchange. */
  @FunctionalInterface
  interface Ended {
    /**
     * The exchange is over.
     *
     * @param status of the answer; 0 when none began
     */
    void ended(int status);
  }
}
