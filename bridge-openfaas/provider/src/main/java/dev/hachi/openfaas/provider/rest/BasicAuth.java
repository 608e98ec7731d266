package dev.hachi.openfaas.provider.rest;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** The one user and the password, as {@code Authorization} carries them. Thread-safe. */
public final class BasicAuth {
  private static final int PASSWORD_BYTES = 24;
  private static final String SCHEME = "basic ";

  private final byte[] expected;

  BasicAuth(String user, String password) {
    this.expected = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
  }

  /** The file of the password in a data folder; {@code basic-auth-user} is beside it. */
  public static Path file(Path folder) {
    return folder.resolve("basic-auth-password");
  }

  /** Of the files in {@code folder}, which are made when they are missing. */
  public static BasicAuth of(Path folder) throws IOException {
    byte[] random = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(random);
    String password = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    return new BasicAuth(
        kept(folder.resolve("basic-auth-user"), "admin"), kept(file(folder), password));
  }

  private static String kept(Path file, String fresh) throws IOException {
    if (!Files.exists(file)) {
      Path next = file.resolveSibling(file.getFileName() + ".next");
      Files.deleteIfExists(next);
      var owner = PosixFilePermissions.fromString("rw-------");
      Files.createFile(next, PosixFilePermissions.asFileAttribute(owner));
      Files.writeString(next, fresh);
      Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }
    return Files.readString(file).strip();
  }

  /** Takes as long for each wrong password. */
  boolean admits(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return false;
    }
    try {
      byte[] given = Base64.getDecoder().decode(authorization.substring(SCHEME.length()).strip());
      return MessageDigest.isEqual(expected, given);
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
