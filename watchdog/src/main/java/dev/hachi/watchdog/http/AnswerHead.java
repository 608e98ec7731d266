package dev.hachi.watchdog.http;

import io.netty.handler.codec.http.HttpHeaders;

/**
 * The head of an answer whose body follows in parts.
 *
 * @param length of the body in bytes; negative when unknown
 * @param live whether the head must leave before there is a body
 */
public record AnswerHead(int status, HttpHeaders headers, long length, boolean live) {
  /** A head that may wait a moment for its body. */
  public static AnswerHead of(int status, HttpHeaders headers, long length) {
    return new AnswerHead(status, headers, length, false);
  }
}
