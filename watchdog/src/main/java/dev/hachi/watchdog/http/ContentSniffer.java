package dev.hachi.watchdog.http;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Guesses the type of a body from its first bytes, by the rules of the MIME Sniffing Standard. */
public final class ContentSniffer {
  private static final int LOOKED_AT = 512;
  private static final String HTML = "text/html; charset=utf-8";

  // A tag counts only when a space or ">" follows it.
  private static final List<String> TAGS =
      List.of(
          "<!DOCTYPE HTML",
          "<HTML",
          "<HEAD",
          "<SCRIPT",
          "<IFRAME",
          "<H1",
          "<DIV",
          "<FONT",
          "<TABLE",
          "<A",
          "<STYLE",
          "<TITLE",
          "<B",
          "<BODY",
          "<BR",
          "<P",
          "<!--");

  private record Magic(String type, String bytes) {}

  private static final List<Magic> MAGIC =
      List.of(
          new Magic("application/pdf", "%PDF-"),
          new Magic("application/postscript", "%!PS-Adobe-"),
          new Magic("text/plain; charset=utf-16be", "\u00fe\u00ff"),
          new Magic("text/plain; charset=utf-16le", "\u00ff\u00fe"),
          new Magic("text/plain; charset=utf-8", "\u00ef\u00bb\u00bf"),
          new Magic("image/x-icon", "\0\0\1\0"),
          new Magic("image/x-icon", "\0\0\2\0"),
          new Magic("image/bmp", "BM"),
          new Magic("image/gif", "GIF87a"),
          new Magic("image/gif", "GIF89a"),
          new Magic("image/png", "\u0089PNG\r\n\u001a\n"),
          new Magic("image/jpeg", "\u00ff\u00d8\u00ff"),
          new Magic("audio/mpeg", "ID3"),
          new Magic("application/ogg", "OggS\0"),
          new Magic("audio/midi", "MThd\0\0\0\6"),
          new Magic("video/webm", "\u001aE\u00df\u00a3"),
          new Magic("font/ttf", "\0\1\0\0"),
          new Magic("font/otf", "OTTO"),
          new Magic("font/collection", "ttcf"),
          new Magic("font/woff", "wOFF"),
          new Magic("font/woff2", "wOF2"),
          new Magic("application/x-gzip", "\u001f\u008b\u0008"),
          new Magic("application/zip", "PK\3\4"),
          new Magic("application/x-rar-compressed", "Rar!\u001a\u0007\0"),
          new Magic("application/x-rar-compressed", "Rar!\u001a\u0007\1\0"),
          new Magic("application/wasm", "\0asm"));

  // RIFF and FORM files: four bytes, a length of four bytes, then what kind of file it is.
  private static final List<Magic> CONTAINERS =
      List.of(
          new Magic("image/webp", "RIFFWEBPVP"),
          new Magic("audio/aiff", "FORMAIFF"),
          new Magic("video/avi", "RIFFAVI "),
          new Magic("audio/wave", "RIFFWAVE"));

  private ContentSniffer() {}

  /** The type of a body that begins with {@code first}. */
  static String type(ByteBuf first) {
    int size = Math.min(first.readableBytes(), LOOKED_AT);
    return type(first.toString(first.readerIndex(), size, StandardCharsets.ISO_8859_1));
  }

  /** The type of a body that begins with {@code first}, one character for each byte. */
  public static String type(String first) {
    String seen = first.substring(0, Math.min(first.length(), LOOKED_AT));
    String stripped = seen.replaceFirst("^[\t\n\f\r ]+", "");
    if (TAGS.stream().anyMatch(tag -> startsWithTag(stripped, tag))) {
      return HTML;
    }
    if (stripped.startsWith("<?xml")) {
      return "text/xml; charset=utf-8";
    }
    for (Magic magic : MAGIC) {
      if (seen.startsWith(magic.bytes())) {
        return magic.type();
      }
    }
    for (Magic container : CONTAINERS) {
      if (seen.startsWith(container.bytes().substring(0, 4))
          && seen.startsWith(container.bytes().substring(4), 8)) {
        return container.type();
      }
    }
    if (mp4(seen)) {
      return "video/mp4";
    }
    return seen.chars().anyMatch(ContentSniffer::binary)
        ? "application/octet-stream"
        : "text/plain; charset=utf-8";
  }

  private static boolean startsWithTag(String text, String tag) {
    if (!text.regionMatches(true, 0, tag, 0, tag.length())) {
      return false;
    }
    boolean comment = tag.equals("<!--");
    return comment
        || (text.length() > tag.length() && " >".indexOf(text.charAt(tag.length())) >= 0);
  }

  /** The first box must be "ftyp" and name a brand that begins with "mp4". */
  private static boolean mp4(String seen) {
    if (seen.length() < 12 || !seen.startsWith("ftyp", 4)) {
      return false;
    }
    int box = seen.charAt(0) << 24 | seen.charAt(1) << 16 | seen.charAt(2) << 8 | seen.charAt(3);
    if (box > seen.length() || box < 0 || box % 4 != 0) {
      return false;
    }
    for (int at = 8; at + 3 <= box; at += 4) {
      // The four bytes after the first brand are its version.
      if (at != 12 && seen.startsWith("mp4", at)) {
        return true;
      }
    }
    return false;
  }

  private static boolean binary(int c) {
    return c <= 0x08 || c == 0x0b || (c >= 0x0e && c <= 0x1a) || (c >= 0x1c && c <= 0x1f);
  }
}
