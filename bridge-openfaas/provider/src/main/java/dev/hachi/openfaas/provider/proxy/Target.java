package dev.hachi.openfaas.provider.proxy;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Refused;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A function, and what to ask it, as a URL names both.
 *
 * @param rest path and query for the function, as they came; begins with a slash
 */
public record Target(FunctionId function, String rest) {
  private static final Pattern SHAPE =
      Pattern.compile("([-a-zA-Z_0-9.]+)(/[^?]*)?(\\?.*)?", Pattern.DOTALL);

  /** Of what follows {@code /function/}; empty when that can be no function. */
  public static Optional<Target> of(String text) {
    Matcher matcher = SHAPE.matcher(text);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String path = matcher.group(2) == null ? "/" : matcher.group(2);
    String query = matcher.group(3) == null ? "" : matcher.group(3);
    try {
      return Optional.of(new Target(FunctionId.dotted(matcher.group(1), null), path + query));
    } catch (Refused e) {
      return Optional.empty();
    }
  }
}
