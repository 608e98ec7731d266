package dev.hachi.watchdog;

import dev.hachi.watchdog.admin.AdminApi;
import dev.hachi.watchdog.admin.AdminToken;
import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.jwt.JwtGuard;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What decides who may do what.
 *
 * @param callers who may invoke the function; null for everybody
 * @param operators what operators may ask; null for nothing
 */
record Guards(@Nullable JwtGuard callers, @Nullable AdminApi operators) {
  /**
   * What {@code config} asks for.
   *
   * @param pages of the admin API; null for none
   */
  static Guards start(WatchdogConfig config, @Nullable OperatorPages pages) {
    return new Guards(callers(config), pages == null ? null : operators(config, pages));
  }

  private static AdminApi operators(WatchdogConfig config, OperatorPages pages) {
    try {
      return new AdminApi(AdminToken.of(config.adminTokenFile()), config.onLoopback(), pages.all());
    } catch (IllegalArgumentException e) {
      throw new StartException(String.valueOf(e.getMessage()), e);
    }
  }

  private static @Nullable JwtGuard callers(WatchdogConfig config) {
    if (config.jwt() == null) {
      return null;
    }
    try {
      return JwtGuard.start(config.jwt());
    } catch (IOException e) {
      throw new StartException("jwt_auth is on, and " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartException("jwt_auth is on, and the start was interrupted", e);
    }
  }
}
