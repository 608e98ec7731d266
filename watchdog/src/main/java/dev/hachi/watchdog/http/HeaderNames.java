package dev.hachi.watchdog.http;

import java.util.Locale;
import java.util.Set;

/** The names of headers, as Go's server and client treat them. */
public final class HeaderNames {
  private static final Set<String> HOP_BY_HOP =
      Set.of(
          "connection",
          "proxy-connection",
          "keep-alive",
          "proxy-authenticate",
          "proxy-authorization",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade");

  private HeaderNames() {}

  /** {@code name} with a capital at each word's beginning, and small letters behind it. */
  public static String canonical(String name) {
    boolean upper = true;
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean wrong = upper ? c >= 'a' && c <= 'z' : c >= 'A' && c <= 'Z';
      if (wrong) {
        return rewritten(name);
      }
      upper = c == '-';
    }
    return name;
  }

  private static String rewritten(String name) {
    char[] letters = name.toLowerCase(Locale.ROOT).toCharArray();
    boolean upper = true;
    for (int i = 0; i < letters.length; i++) {
      if (upper) {
        letters[i] = Character.toUpperCase(letters[i]);
      }
      upper = letters[i] == '-';
    }
    return new String(letters);
  }

  /** Whether a header is about one connection, and not about the message. */
  public static boolean isHopByHop(String name) {
    return HOP_BY_HOP.contains(name.toLowerCase(Locale.ROOT));
  }
}
