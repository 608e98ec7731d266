package dev.hachi.openfaas.provider.store;

import java.util.List;

/** The namespaces beside the default one. Thread-safe. */
public record Namespaces(Database database) {
  /**
   * One of them.
   *
   * @param labels as JSON
   * @param annotations as JSON
   */
  public record Stored(String name, String labels, String annotations) {}

  /** All of them, by name. */
  public List<Stored> all() {
    return database.rows(
        row -> new Stored(row.getString(1), row.getString(2), row.getString(3)),
        "select name, labels, annotations from namespaces order by name");
  }

  /** Returns whether it is new; one that is there stays as it is. */
  public boolean add(Stored namespace) {
    return database.change(
            "insert or ignore into namespaces(name, labels, annotations) values (?, ?, ?)",
            namespace.name(),
            namespace.labels(),
            namespace.annotations())
        > 0;
  }

  /** Returns whether it was there. */
  public boolean replace(Stored namespace) {
    return database.change(
            "update namespaces set labels = ?, annotations = ? where name = ?",
            namespace.labels(),
            namespace.annotations(),
            namespace.name())
        > 0;
  }

  /** Returns whether it was there. */
  public boolean remove(String name) {
    return database.change("delete from namespaces where name = ?", name) > 0;
  }
}
