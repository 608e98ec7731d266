package dev.hachi.watchdog.http;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Percent-decoding that refuses what it cannot read, instead of guessing. */
final class Percent {
  private static final Pattern PARTS = Pattern.compile("[/\\\\]");

  private Percent() {}

  /**
   * The text that {@code raw} encodes; empty when an escape is cut or the bytes are no UTF-8.
   *
   * @param raw one segment, its bytes above 127 as the characters 128 to 255
   */
  static Optional<String> decode(String raw, boolean plusIsSpace) {
    return isPlain(raw) ? Optional.of(raw) : decodeAll(raw, plusIsSpace);
  }

  /** Whether it means itself, as most keys and handlers do. */
  private static boolean isPlain(String raw) {
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (c == '%' || c == '+' || c > 0x7f) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> decodeAll(String raw, boolean plusIsSpace) {
    byte[] bytes = new byte[raw.length()];
    int size = 0;
    for (int at = 0; at < raw.length(); at++) {
      char c = raw.charAt(at);
      if (c == '%') {
        int value = escape(raw, at);
        if (value < 0) {
          return Optional.empty();
        }
        bytes[size++] = (byte) value;
        at += 2;
      } else if (c > 0xff) {
        return Optional.empty();
      } else {
        bytes[size++] = (byte) (plusIsSpace && c == '+' ? ' ' : c);
      }
    }
    return utf8(ByteBuffer.wrap(bytes, 0, size));
  }

  /** The byte of the escape at {@code at}; negative when it is none. */
  static int escape(String raw, int at) {
    if (at + 2 >= raw.length()) {
      return -1;
    }
    int high = Character.digit(raw.charAt(at + 1), 16);
    int low = Character.digit(raw.charAt(at + 2), 16);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
  }

  /**
   * The segments of {@code path} as the most generous server reads them: decoded before they are
   * parted, with backslashes as slashes, without parameters, and walked.
   */
  static List<String> segments(String path) {
    StringBuilder text = new StringBuilder(path.length());
    for (int at = 0; at < path.length(); at++) {
      int value = path.charAt(at) == '%' ? escape(path, at) : -1;
      text.append(value < 0 ? path.charAt(at) : (char) value);
      at += value < 0 ? 0 : 2;
    }
    List<String> segments = new ArrayList<>();
    for (String part : PARTS.split(text, -1)) {
      int parameters = part.indexOf(';');
      String segment = parameters < 0 ? part : part.substring(0, parameters);
      if (segment.equals("..") && !segments.isEmpty()) {
        segments.removeLast();
      } else if (!segment.isEmpty() && !segment.equals(".") && !segment.equals("..")) {
        segments.add(segment);
      }
    }
    return segments;
  }

  private static Optional<String> utf8(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
