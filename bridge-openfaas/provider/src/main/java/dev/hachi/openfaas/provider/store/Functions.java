package dev.hachi.openfaas.provider.store;

import dev.hachi.openfaas.provider.contract.Deployment;
import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/** The functions that are deployed. Thread-safe. */
public record Functions(Database database) {
  /**
   * One of them.
   *
   * @param image what the deployment's image stood for, as names may change their meaning
   * @param generation how often it was deployed
   * @param replicas wanted
   */
  public record Stored(
      Deployment deployment, String image, Instant createdAt, long generation, int replicas) {
    /** With another number of replicas. */
    public Stored scaled(int wanted) {
      return new Stored(deployment, image, createdAt, generation, wanted);
    }
  }

  /** All of them. */
  public List<Stored> all() {
    return database.rows(
        row ->
            new Stored(
                Json.read(row.getString(1).getBytes(StandardCharsets.UTF_8), Deployment.class),
                row.getString(2),
                Instant.ofEpochMilli(row.getLong(3)),
                row.getLong(4),
                row.getInt(5)),
        "select deployment, image, created_at, generation, replicas from functions");
  }

  /** Adds it, or puts it in the place of the one with its name. */
  public void put(Stored function) {
    FunctionId id = function.deployment().id();
    var _ =
        database.change(
            "insert or replace into functions(namespace, name, deployment, image,"
                + " created_at, generation, replicas) values (?, ?, ?, ?, ?, ?, ?)",
            id.namespace(),
            id.name(),
            Json.text(function.deployment()),
            function.image(),
            function.createdAt().toEpochMilli(),
            function.generation(),
            function.replicas());
  }

  /** Forgets it. */
  public void remove(FunctionId id) {
    var _ =
        database.change(
            "delete from functions where namespace = ? and name = ?", id.namespace(), id.name());
  }
}
