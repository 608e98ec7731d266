package dev.hachi.openfaas.gateway;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The gateway as a function of this replica sees it.
 *
 * @param url of the gateway, without a slash at the end; null when there is none
 * @param namespace of the functions of this replica
 * @param keysInPath whether callers name a key in the path, so that a callback can
 * @param callsMax at the same time
 * @param replyMax the largest reply, in bytes
 * @param backoff the first wait before a repetition; it doubles up to {@link #BACKOFF_MAX}
 */
public record GatewaySettings(
    @Nullable URI url,
    String namespace,
    boolean keysInPath,
    int callsMax,
    int replyMax,
    Duration backoff) {
  /** The longest wait before a repetition, unless the gateway asks for a longer one. */
  public static final Duration BACKOFF_MAX = Duration.ofSeconds(2);

  private static final int CALLS_MAX = 256;
  private static final int REPLY_MAX = 16 * 1024 * 1024;
  private static final Duration BACKOFF = Duration.ofMillis(50);

  /** With the usual limits. */
  public static GatewaySettings of(@Nullable URI url, String namespace, boolean keysInPath) {
    return new GatewaySettings(url, namespace, keysInPath, CALLS_MAX, REPLY_MAX, BACKOFF);
  }
}
