package dev.hachi.watchdog;

import dev.hachi.watchdog.config.WatchdogConfig;
import dev.hachi.watchdog.jwt.JwtGuard;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Starts what decides who may invoke the function. */
final class Guards {
  private Guards() {}

  /** The guard that {@code config} asks for; null when everybody may. */
  static @Nullable JwtGuard start(WatchdogConfig config) {
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
