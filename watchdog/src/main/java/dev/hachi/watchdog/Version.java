package dev.hachi.watchdog;

import java.util.Optional;

/** Which release this is, as its jar says. */
final class Version {
  private Version() {}

  static String number() {
    return Optional.ofNullable(Version.class.getPackage().getImplementationVersion()).orElse("dev");
  }

  static String commit() {
    return "unknown";
  }
}
