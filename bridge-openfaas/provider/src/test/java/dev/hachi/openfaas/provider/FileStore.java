package dev.hachi.openfaas.provider;

import com.typesafe.config.Config;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.persistence.state.DurableStateStoreProvider;
import org.apache.pekko.persistence.state.javadsl.DurableStateUpdateStore;
import org.apache.pekko.persistence.state.javadsl.GetObjectResult;
import org.apache.pekko.persistence.state.scaladsl.DurableStateStore;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.Serializer;

/** A durable-state plugin with a file per key: the revision, then the record. Thread-safe. */
public final class FileStore implements DurableStateUpdateStore<Object> {
  private final Serializer records;
  private final Path folder;

  private FileStore(Serializer records, Path folder) {
    this.records = records;
    this.folder = folder;
  }

  /** Makes the store, in the {@code folder} of its configuration; made by Pekko itself. */
  public static final class Plugin implements DurableStateStoreProvider {
    private final FileStore store;

    public Plugin(ExtendedActorSystem system, Config config)
        throws ReflectiveOperationException, IOException {
      var record = Class.forName("dev.hachi.runtime.store.EntityRecord");
      this.store =
          new FileStore(
              SerializationExtension.get(system).serializerFor(record),
              Path.of(config.getString("folder")));
    }

    @Override
    public DurableStateUpdateStore<Object> javadslDurableStateStore() {
      return store;
    }

    /** Asked for with the other one, and not used. */
    @Override
    public DurableStateStore<Object> scaladslDurableStateStore() {
      return _ -> {
        throw new UnsupportedOperationException("for Java only");
      };
    }
  }

  @Override
  public synchronized CompletionStage<GetObjectResult<Object>> getObject(String id) {
    if (!Files.exists(file(id))) {
      return CompletableFuture.completedFuture(new GetObjectResult<>(Optional.empty(), 0));
    }
    try (var in = new DataInputStream(Files.newInputStream(file(id)))) {
      long revision = in.readLong();
      var record = records.fromBinary(in.readAllBytes());
      return CompletableFuture.completedFuture(
          new GetObjectResult<>(Optional.of(record), revision));
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public synchronized CompletionStage<Done> upsertObject(
      String id, long revision, Object value, String tag) {
    var next = folder.resolve("next");
    try {
      requireNext(id, revision);
      try (var out = new DataOutputStream(Files.newOutputStream(next))) {
        out.writeLong(revision);
        out.write(records.toBinary(value));
      }
      Files.move(next, file(id), StandardCopyOption.ATOMIC_MOVE);
      return CompletableFuture.completedFuture(Done.done());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public synchronized CompletionStage<Done> deleteObject(String id, long revision) {
    try {
      requireNext(id, revision);
      Files.delete(file(id));
      return CompletableFuture.completedFuture(Done.done());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  @Deprecated
  public synchronized CompletionStage<Done> deleteObject(String id) {
    try {
      Files.deleteIfExists(file(id));
      return CompletableFuture.completedFuture(Done.done());
    } catch (IOException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void requireNext(String id, long revision) throws IOException {
    long last = 0;
    if (Files.exists(file(id))) {
      try (var in = new DataInputStream(Files.newInputStream(file(id)))) {
        last = in.readLong();
      }
    }
    if (revision != last + 1) {
      throw new IOException("%s is at revision %d, not before %d".formatted(id, last, revision));
    }
  }

  private Path file(String id) {
    return folder.resolve(URLEncoder.encode(id, StandardCharsets.UTF_8) + ".record");
  }
}
