package dev.hachi.openfaas.provider.store;

import dev.hachi.openfaas.provider.contract.FunctionId;
import java.util.List;
import java.util.Set;

/**
 * Which replicas were started and not yet seen to end, so that a restart finds its processes again.
 * A row is there before its process is. Thread-safe.
 */
public record Starts(Database database) {
  /**
   * One replica.
   *
   * @param id nobody else's; the process carries it
   * @param generation of the function
   * @param number rises with each start of the function
   * @param port where it answers, and the first of those that it has
   */
  public record Start(String id, FunctionId function, long generation, long number, int port) {}

  /** All of them. */
  public List<Start> all() {
    return database.rows(
        row ->
            new Start(
                row.getString(1),
                new FunctionId(row.getString(3), row.getString(2)),
                row.getLong(4),
                row.getLong(5),
                row.getInt(6)),
        "select id, namespace, name, generation, number, port from replicas");
  }

  /** The ids of a function's. */
  public Set<String> of(FunctionId function) {
    return Set.copyOf(
        database.rows(
            row -> row.getString(1),
            "select id from replicas where namespace = ? and name = ?",
            function.namespace(),
            function.name()));
  }

  /** Remembers one. */
  public void add(Start start) {
    var _ =
        database.change(
            "insert into replicas(id, namespace, name, generation, number, port)"
                + " values (?, ?, ?, ?, ?, ?)",
            start.id(),
            start.function().namespace(),
            start.function().name(),
            start.generation(),
            start.number(),
            start.port());
  }

  /** Forgets one that has ended. */
  public void remove(String id) {
    var _ = database.change("delete from replicas where id = ?", id);
  }
}
