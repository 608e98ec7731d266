package dev.hachi.openfaas.provider.store;

import java.util.List;
import java.util.Optional;

/** The secrets of all namespaces. Thread-safe. */
public record Secrets(Database database) {
  /** The names in one namespace, sorted. */
  public List<String> names(String namespace) {
    return database.rows(
        row -> row.getString(1),
        "select name from secrets where namespace = ? order by name",
        namespace);
  }

  /** Its value. */
  public Optional<byte[]> value(String namespace, String name) {
    return database
        .rows(
            row -> row.getBytes(1),
            "select value from secrets where namespace = ? and name = ?",
            namespace,
            name)
        .stream()
        .findFirst();
  }

  /** Returns whether it is new; one that is there stays as it is. */
  public boolean add(String namespace, String name, byte[] value) {
    return database.change(
            "insert or ignore into secrets(namespace, name, value) values (?, ?, ?)",
            namespace,
            name,
            value)
        > 0;
  }

  /** Returns whether it was there. */
  public boolean replace(String namespace, String name, byte[] value) {
    return database.change(
            "update secrets set value = ? where namespace = ? and name = ?", value, namespace, name)
        > 0;
  }

  /** Returns whether it was there. */
  public boolean remove(String namespace, String name) {
    return database.change("delete from secrets where namespace = ? and name = ?", namespace, name)
        > 0;
  }
}
