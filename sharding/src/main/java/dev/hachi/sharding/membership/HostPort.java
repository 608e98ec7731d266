package dev.hachi.sharding.membership;

import java.util.regex.Pattern;

/** An address in the form {@code host:port}; an IPv6 host is in brackets. */
public record HostPort(String host, int port) {
  private static final String NAME = "[A-Za-z0-9_][A-Za-z0-9_.-]{0,252}";
  private static final Pattern FORM =
      Pattern.compile("(?:" + NAME + "|\\[[0-9A-Fa-f:.]{2,45}]):([1-9][0-9]{0,4})");
  private static final int PORT_MAX = 65_535;

  /** Whether {@code text} may be the name of a host. */
  static boolean isName(String text) {
    return text.matches(NAME);
  }

  static boolean isValid(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches() && Integer.parseInt(matcher.group(1)) <= PORT_MAX;
  }

  /**
   * The address that {@code text} writes.
   *
   * @throws IllegalArgumentException when {@code text} has another form
   */
  public static HostPort of(String text) {
    if (!isValid(text)) {
      throw new IllegalArgumentException("an address must be HOST:PORT, was \"" + text + "\"");
    }
    var colon = text.lastIndexOf(':');
    return new HostPort(text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
  }

  /** {@code host}, in brackets where it is a bare IPv6 address. */
  static String bracketed(String host) {
    return host.indexOf(':') >= 0 && !host.startsWith("[") ? "[" + host + "]" : host;
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
