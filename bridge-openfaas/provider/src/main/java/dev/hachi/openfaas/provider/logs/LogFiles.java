package dev.hachi.openfaas.provider.logs;

import dev.hachi.openfaas.provider.contract.FunctionId;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Where the output of replicas is: {@code NAMESPACE/FUNCTION/REPLICA.log}. Of a function the files
 * of replicas that run and of the latest that ended stay until it is removed. Thread-safe.
 */
public record LogFiles(Path folder) {
  private static final long BYTES_MAX = 64L * 1024 * 1024;
  private static final int ENDED_MAX = 20;
  private static final String SUFFIX = ".log";

  /** The file of a new replica; {@code running} are others. */
  public Path begin(FunctionId function, String replica, Set<String> running) throws IOException {
    Path logs = Files.createDirectories(logs(function));
    List<Path> files =
        files(function).stream().filter(file -> !running.contains(replica(file))).toList();
    for (Path file : files.subList(0, Math.max(0, files.size() - ENDED_MAX))) {
      delete(file);
    }
    return logs.resolve(replica + SUFFIX);
  }

  /** All files of a function, the one that was written to longest ago first. */
  public List<Path> files(FunctionId function) throws IOException {
    if (!Files.isDirectory(logs(function))) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(logs(function))) {
      return files
          .filter(file -> file.toString().endsWith(SUFFIX))
          .sorted(Comparator.comparing(LogFiles::lastModified))
          .toList();
    }
  }

  /** The replica whose file that is. */
  static String replica(Path file) {
    return String.valueOf(file.getFileName()).replace(SUFFIX, "");
  }

  /** Empties a file that is full; one older file is kept beside it. */
  public void trim(FunctionId function, String replica) throws IOException {
    Path file = logs(function).resolve(replica + SUFFIX);
    if (Files.exists(file) && Files.size(file) > BYTES_MAX) {
      Files.copy(
          file, file.resolveSibling(replica + SUFFIX + ".1"), StandardCopyOption.REPLACE_EXISTING);
      // The replica appends, so that it goes on at the new end.
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        var _ = channel.truncate(0);
      }
    }
  }

  /** Deletes all files of a function. */
  public void remove(FunctionId function) throws IOException {
    if (!Files.isDirectory(logs(function))) {
      return;
    }
    try (Stream<Path> files = Files.list(logs(function))) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(logs(function));
  }

  private static void delete(Path file) throws IOException {
    Files.deleteIfExists(file);
    Files.deleteIfExists(file.resolveSibling(file.getFileName() + ".1"));
  }

  private Path logs(FunctionId function) {
    return folder.resolve(function.namespace()).resolve(function.name());
  }

  private static FileTime lastModified(Path file) {
    try {
      return Files.getLastModifiedTime(file);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }
}
