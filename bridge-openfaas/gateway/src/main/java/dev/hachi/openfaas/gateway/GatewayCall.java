package dev.hachi.openfaas.gateway;

import dev.hachi.runtime.Address;
import dev.hachi.runtime.Invocation;
import dev.hachi.runtime.Origin;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the gateway. Pure.
 *
 * @param name the function's, with its namespace if it is another one
 * @param path what follows the name in the URL, with the query
 * @param id of the call, fit for a header: the same for each repetition
 * @param callback where the result goes; null for nowhere
 */
record GatewayCall(
    String name, String path, String method, String id, @Nullable Callback callback) {

  /** A handler of the key that told this. */
  record Callback(Address address, String handler) {
    /** Where the gateway is to send a result. */
    String url(URI gateway) {
      return "%s/function/%s.%s/%s/%s"
          .formatted(
              gateway,
              address.function(),
              address.namespace(),
              encoded(address.key()),
              encoded(handler));
    }

    private static String encoded(String segment) {
      return URLEncoder.encode(segment, StandardCharsets.UTF_8).replace("+", "%20");
    }
  }

  private static final String PREFIX = "gateway:";
  private static final Set<String> METHODS =
      Set.of("get", "post", "put", "patch", "delete", "head", "options");
  private static final Pattern PATH = Pattern.compile("/[!$-~]*");
  private static final Pattern DOTS = Pattern.compile("(\\.|%2[eE]){1,2}");

  static boolean isFor(Address address) {
    return address.function().startsWith(PREFIX);
  }

  /**
   * What {@code invocation} asks for.
   *
   * @throws IllegalArgumentException with one sentence when the gateway cannot be asked that
   */
  static GatewayCall of(Invocation invocation) {
    var address = invocation.address();
    var fragment = address.key().indexOf('#');
    var path = fragment < 0 ? address.key() : address.key().substring(0, fragment);
    checkPath(path);
    return new GatewayCall(
        address.function().substring(PREFIX.length()),
        path.equals("/") ? "" : path,
        method(invocation),
        idOf(invocation.id()),
        fragment < 0 ? null : callback(invocation, address.key().substring(fragment + 1)));
  }

  /** Nothing may lead out of the function's own part of the gateway. */
  private static void checkPath(String path) {
    if (!PATH.matcher(path).matches()) {
      throw new IllegalArgumentException(
          "the path must begin with / and be visible ASCII, percent-encoded; was \"" + path + "\"");
    }
    var query = path.indexOf('?');
    for (var segment : path.substring(0, query < 0 ? path.length() : query).split("/", -1)) {
      if (DOTS.matcher(segment).matches()) {
        throw new IllegalArgumentException(
            "the path must have no segments . and .., was \"" + path + "\"");
      }
    }
  }

  private static String method(Invocation invocation) {
    var method = invocation.handler();
    var isTold = invocation.origin() instanceof Origin.Tell;
    if (isTold ? !method.equals("post") : !METHODS.contains(method)) {
      throw new IllegalArgumentException(
          isTold
              ? "over the gateway a message is told to the handler post, was \"" + method + "\""
              : "over the gateway the handler is a method such as post, was \"" + method + "\"");
    }
    return method.toUpperCase(Locale.ROOT);
  }

  private static Callback callback(Invocation invocation, String handler) {
    if (!(invocation.origin() instanceof Origin.Tell(var sender, var sequence))) {
      throw new IllegalArgumentException("only what is told can have a callback; ask has a reply");
    }
    if (!handler.matches("[a-zA-Z0-9_-]{1,63}")) {
      throw new IllegalArgumentException("the callback must be a handler, was \"" + handler + "\"");
    }
    return new Callback(sender, handler);
  }

  /** Ids of the runtime hold keys, which may be secret, or no header at all. */
  private static String idOf(String id) {
    try {
      var digest = MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
      return "hachi-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
