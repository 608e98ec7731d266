package dev.hachi.watchdog.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * When the gateway is to be asked for more replicas of the function, or for fewer.
 *
 * @param on whether it is to be asked at all
 * @param up in percent: from so much of what replicas may carry on there should be more
 * @param down in percent: below that one fewer would have to stay
 * @param inFlight requests in flight with which a replica is full; 0 to leave them out
 * @param waiting waiting invocations with which a replica is full; 0 to leave them out
 * @param every from one look to the next
 * @param pause after a decision
 * @param calm how long one fewer must have been enough
 * @param user whom the gateway is to know
 * @param passwordFile with the user's password; null to ask without one
 */
public record ScaleConfig(
    boolean on,
    int up,
    int down,
    int inFlight,
    int waiting,
    Duration every,
    Duration pause,
    Duration calm,
    String user,
    @Nullable Path passwordFile) {
  private static final int UP = 75;
  private static final int DOWN = 50;
  private static final int WAITING = 1000;
  private static final int COUNT_MAX = 10_000_000;
  private static final Duration EVERY = Duration.ofSeconds(5);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration CALM = Duration.ofMinutes(10);
  private static final Duration LEAST = Duration.ofMillis(10);
  private static final String PASSWORD = "hachi-gateway-password";
  private static final String SECRETS = "/var/openfaas/secrets";
  private static final String USER_ALLOWED = "1 to 255 visible ASCII characters but \":\"";

  /**
   * What {@code vars} say.
   *
   * @param maxInflight how many requests a replica takes at the same time; 0 is without limit
   */
  static ScaleConfig read(Variables vars, int maxInflight) {
    ScaleConfig config =
        new ScaleConfig(
            vars.flag("hachi_scale"),
            vars.number("hachi_scale_up", UP, 1, 100),
            vars.number("hachi_scale_down", DOWN, 0, 99),
            vars.number("hachi_scale_inflight", maxInflight, 0, COUNT_MAX),
            vars.number("hachi_scale_waiting", WAITING, 0, COUNT_MAX),
            vars.duration("hachi_scale_every", EVERY, LEAST),
            vars.duration("hachi_scale_pause", PAUSE, LEAST),
            vars.duration("hachi_scale_calm", CALM, LEAST),
            vars.read("hachi_gateway_user", "admin", USER_ALLOWED, ScaleConfig::user),
            passwordFile(vars));
    if (config.down >= config.up) {
      vars.problem(
          "hachi_scale_down is %d and hachi_scale_up is %d; the first must be the lower one"
              .formatted(config.down, config.up));
    }
    return config;
  }

  private static Optional<String> user(String value) {
    return Optional.of(value).filter(user -> user.matches("[!-9;-~]{1,255}"));
  }

  /** The function's secret of that name, where OpenFaaS says that secrets are. */
  private static @Nullable Path passwordFile(Variables vars) {
    String file = vars.text("hachi_gateway_password_file");
    if (file != null) {
      return Path.of(file);
    }
    String secrets = vars.text("secret_mount_path");
    Path usual = Path.of(secrets == null ? SECRETS : secrets, PASSWORD);
    return Files.exists(usual) ? usual : null;
  }
}
