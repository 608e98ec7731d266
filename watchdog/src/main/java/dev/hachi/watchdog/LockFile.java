package dev.hachi.watchdog;

import dev.hachi.watchdog.config.PlainSettings;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The file that tells platforms and images that this watchdog is healthy. */
final class LockFile {
  private static final Logger log = LoggerFactory.getLogger(LockFile.class);

  private final Path path;
  private final boolean suppressed;

  LockFile(PlainSettings settings) {
    path = settings.lockFile();
    suppressed = settings.suppressLock();
  }

  /** Whether nothing that belongs to a healthy watchdog is missing. */
  boolean inOrder() {
    return suppressed || present();
  }

  boolean present() {
    return Files.exists(path);
  }

  void write() {
    if (suppressed) {
      log.info(
          "Warning: \"suppress_lock\" is enabled. No lock file is written, so nothing that looks"
              + " for it can tell whether your function is healthy.");
      return;
    }
    log.info("Writing lock-file to: {}", path);
    try {
      if (path.getParent() != null) {
        Files.createDirectories(path.getParent());
      }
      create();
    } catch (IOException | UnsupportedOperationException e) {
      throw new StartException(
          "cannot write %s (%s). To disable lock-file set env suppress_lock=true"
              .formatted(path, e),
          e);
    }
  }

  private void create() throws IOException {
    try {
      Files.createFile(
          path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-rw----")));
    } catch (FileAlreadyExistsException e) {
      log.debug("{} is there already", path);
    }
  }

  void remove() {
    if (suppressed) {
      return;
    }
    log.info("Removing lock-file : {}", path);
    try {
      Files.deleteIfExists(path);
    } catch (IOException e) {
      log.info("Unable to mark server as unhealthy: {}", e.toString());
    }
  }
}
