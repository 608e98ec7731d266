package dev.hachi.openfaas.provider.replicas;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * As whom containers run, so who must be able to read secrets: as the provider itself, or if that
 * is root, as the user whom OpenFaaS gives to functions that must not be root.
 */
public record User(boolean isRoot, int uid, int gid) {
  private static final int NON_ROOT = 12_000;

  /** For a provider whose own {@code file} is. */
  public static User of(Path file) throws IOException {
    int uid = (int) Files.getAttribute(file, "unix:uid");
    int gid = (int) Files.getAttribute(file, "unix:gid");
    return uid == 0 ? new User(true, NON_ROOT, NON_ROOT) : new User(false, uid, gid);
  }
}
