package dev.hachi.openfaas.provider.replicas;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Refused;
import dev.hachi.openfaas.provider.store.Secrets;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;

/**
 * The secrets that functions may read, each a file of mode 0400 in {@code NAMESPACE/FUNCTION/};
 * only those that the function names. Thread-safe.
 *
 * @param reader who may read them, beside root
 */
public record SecretFiles(Path folder, Secrets secrets, User reader) {
  /** Checks that all are there. */
  public void require(Deployment deployment) {
    for (String name : deployment.secrets()) {
      if (secrets.value(deployment.namespace(), name).isEmpty()) {
        throw Refused.bad(
            "secret \"%s\" is not in namespace %s; create it first"
                .formatted(name, deployment.namespace()));
      }
    }
  }

  /** Writes those of a function as they are now. */
  public synchronized void write(Deployment deployment) throws IOException {
    Path own = Files.createDirectories(of(deployment.id()));
    try (Stream<Path> files = Files.list(own)) {
      for (Path file : files.toList()) {
        if (!deployment.secrets().contains(String.valueOf(file.getFileName()))) {
          Files.delete(file);
        }
      }
    }
    for (String name : deployment.secrets()) {
      byte[] value = secrets.value(deployment.namespace(), name).orElse(new byte[0]);
      // A reader sees the old one or the new one. A secret's name does not begin with a dot.
      Path next = own.resolve(".next");
      Files.deleteIfExists(next);
      Files.createFile(
          next, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.write(next, value);
      if (reader.isRoot()) {
        Files.setAttribute(next, "unix:uid", reader.uid());
      }
      Files.setPosixFilePermissions(next, PosixFilePermissions.fromString("r--------"));
      Files.move(next, own.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }
  }

  /** Deletes those of a function. */
  synchronized void remove(FunctionId function) throws IOException {
    Path own = of(function);
    if (Files.isDirectory(own)) {
      try (Stream<Path> files = Files.list(own)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
      }
      Files.delete(own);
    }
  }

  /** The folder of a function's. */
  Path of(FunctionId function) {
    return folder.resolve(function.namespace()).resolve(function.name());
  }
}
