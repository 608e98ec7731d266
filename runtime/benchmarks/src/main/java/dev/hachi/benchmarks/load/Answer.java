package dev.hachi.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads one answer after another of one connection, as the bytes come. */
final class Answer {
  /** Of the head of an answer, and of a body in chunks. */
  private static final int BYTES_MAX = 16 * 1024;

  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] END = "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
  private static final byte[] LAST_CHUNK = "0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

  private final ByteBuffer bytes = ByteBuffer.allocate(BYTES_MAX);
  private int status;
  private boolean chunked;

  /** Of the body; below 0 while the head is not complete. */
  private long left = -1;

  /** Takes all of {@code more}, and says whether the answer is complete. */
  boolean take(ByteBuffer more) {
    if (left >= 0 && !chunked) {
      left -= more.remaining();
      return ended();
    }
    if (more.remaining() > bytes.remaining()) {
      throw new IllegalStateException("an answer's head is larger than " + BYTES_MAX + " bytes");
    }
    bytes.put(more);
    if (left < 0) {
      var end = indexOfEnd();
      if (end < 0) {
        return false;
      }
      readHead(end);
    }
    return ended();
  }

  private boolean ended() {
    if (left < 0 && !chunked) {
      throw new IllegalStateException("an answer is longer than it says");
    }
    var ended = chunked ? endsWith(LAST_CHUNK) : left == 0;
    if (ended) {
      bytes.clear();
      left = -1;
      chunked = false;
    }
    return ended;
  }

  /** The status of the answer that was completed last. */
  int status() {
    return status;
  }

  private void readHead(int end) {
    var head = new String(bytes.array(), 0, end, StandardCharsets.ISO_8859_1);
    status = Integer.parseInt(head, STATUS_AT, STATUS_AT + 3, 10);
    var length = status == 204 ? "0" : header(head, "content-length:");
    chunked = length.isEmpty();
    if (chunked && !header(head, "transfer-encoding:").equals("chunked")) {
      throw new IllegalStateException("an answer has no length: " + head);
    }
    left = chunked ? 0 : Long.parseLong(length) - (bytes.position() - end - END.length);
  }

  /** The value of a header; empty when there is none. */
  private static String header(String head, String name) {
    var at = head.toLowerCase(Locale.ROOT).indexOf("\r\n" + name);
    if (at < 0) {
      return "";
    }
    var from = at + 2 + name.length();
    var to = head.indexOf('\r', from);
    return head.substring(from, to < 0 ? head.length() : to).strip();
  }

  private int indexOfEnd() {
    var array = bytes.array();
    for (var at = 0; at <= bytes.position() - END.length; at++) {
      if (array[at] == '\r' && array[at + 1] == '\n' && array[at + 2] == '\r') {
        return at;
      }
    }
    return -1;
  }

  private boolean endsWith(byte[] end) {
    var from = bytes.position() - end.length;
    return from >= 0 && bytes.slice(from, end.length).equals(ByteBuffer.wrap(end));
  }
}
