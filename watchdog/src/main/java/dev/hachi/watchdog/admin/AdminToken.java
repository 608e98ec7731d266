package dev.hachi.watchdog.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The secret that opens the admin API; kept as a digest only. Thread-safe. */
public final class AdminToken {
  /** Where OpenFaaS puts the function's secret of that name. */
  public static final Path DEFAULT_FILE = Path.of("/var/openfaas/secrets/hachi-admin-token");

  private static final int LENGTH_MAX = 1024;
  private static final String SCHEME = "Bearer ";

  private final byte[] digest;

  AdminToken(String token) {
    digest = digest(token);
  }

  /**
   * The token of this watchdog.
   *
   * @param file where it stands; null for {@link #DEFAULT_FILE}, which need not exist
   * @throws IllegalArgumentException with one sentence, when the file holds no token
   */
  public static Optional<AdminToken> of(@Nullable Path file) {
    if (file != null) {
      return Optional.of(read(file));
    }
    return Files.exists(DEFAULT_FILE) ? Optional.of(read(DEFAULT_FILE)) : Optional.empty();
  }

  private static AdminToken read(Path file) {
    String token;
    try (InputStream in = Files.newInputStream(file)) {
      // One byte more than allowed, to tell a longer one; the path may be a device.
      token = new String(in.readNBytes(LENGTH_MAX + 2), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw unusable(file, "cannot be read (" + e.getClass().getSimpleName() + ")", e);
    }
    if (!token.matches("[!-~]{1," + LENGTH_MAX + "}")) {
      throw unusable(file, token.isEmpty() ? "is empty" : "holds no such token", null);
    }
    return new AdminToken(token);
  }

  private static IllegalArgumentException unusable(
      Path file, String fact, @Nullable IOException cause) {
    return new IllegalArgumentException(
        "hachi_admin_token_file is \"%s\", which %s; allowed is a file with 1 to %d visible ASCII characters"
            .formatted(file, fact, LENGTH_MAX),
        cause);
  }

  /** Whether {@code authorization}, a header's value, carries this token. Takes the same time. */
  boolean opens(String authorization) {
    return authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())
        && MessageDigest.isEqual(digest, digest(authorization.substring(SCHEME.length()).strip()));
  }

  private static byte[] digest(String token) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
