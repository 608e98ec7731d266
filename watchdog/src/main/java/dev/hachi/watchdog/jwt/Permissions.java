package dev.hachi.watchdog.jwt;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a token says of functions: its claim {@code function}.
 *
 * @param permissions patterns, one of which must match
 * @param audience patterns, one of which must match unless there are none
 */
record Permissions(List<String> permissions, List<String> audience) {
  static Permissions of(Map<String, ?> claim) {
    return new Permissions(texts(claim.get("permissions")), texts(claim.get("audience")));
  }

  private static List<String> texts(@Nullable Object claim) {
    if (claim == null) {
      return List.of();
    }
    if (claim instanceof List<?> list && list.stream().allMatch(String.class::isInstance)) {
      return list.stream().map(String.class::cast).toList();
    }
    throw new IllegalArgumentException("function.permissions and .audience must be lists of text");
  }

  /** Whether they open {@code function}, written {@code namespace:name}. */
  boolean open(String function) {
    return (audience.isEmpty() || matches(audience, function)) && matches(permissions, function);
  }

  private static boolean matches(List<String> patterns, String function) {
    return patterns.stream().anyMatch(pattern -> matches(pattern, function));
  }

  /**
   * Whether all of {@code text} is {@code pattern}, in which a star is any text; without regret.
   */
  static boolean matches(String pattern, String text) {
    int at = 0;
    int in = 0;
    int star = -1;
    int resume = 0;
    while (in < text.length()) {
      if (at < pattern.length() && pattern.charAt(at) == '*') {
        star = at++;
        resume = in;
      } else if (at < pattern.length() && pattern.charAt(at) == text.charAt(in)) {
        at++;
        in++;
      } else if (star >= 0) {
        at = star + 1;
        in = ++resume;
      } else {
        return false;
      }
    }
    while (at < pattern.length() && pattern.charAt(at) == '*') {
      at++;
    }
    return at == pattern.length();
  }
}
