package dev.hachi.openfaas.provider.store;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The SQLite file. What a method has done when it returns survives a crash of this process and of
 * the machine. Thread-safe: one statement at a time.
 */
public final class Database implements AutoCloseable {
  private static final int VERSION = 1;
  private static final List<String> TABLES =
      List.of(
          """
          create table functions(namespace text not null, name text not null,
            deployment text not null, image text not null,
            created_at integer not null, generation integer not null, replicas integer not null,
            primary key(namespace, name)) strict\
          """,
          """
          create table replicas(id text primary key, namespace text not null, name text not null,
            generation integer not null, number integer not null, port integer not null) strict\
          """,
          """
          create table secrets(namespace text not null, name text not null, value blob not null,
            primary key(namespace, name)) strict\
          """,
          """
          create table namespaces(name text primary key, labels text not null,
            annotations text not null) strict\
          """,
          """
          create table calls(number integer primary key autoincrement, call_id text not null,
            namespace text not null, name text not null, target text not null,
            headers text not null, body blob not null, callback text,
            accepted_at integer not null, bytes integer not null, status integer, answer_headers text, answer blob,
            seconds real) strict\
          """);

  private final Connection connection;
  private final ReentrantLock lock = new ReentrantLock();

  private Database(Connection connection) {
    this.connection = connection;
  }

  /** Reads a row. */
  interface Row<T> {
    T read(ResultSet row) throws SQLException;
  }

  /** Opens {@code file}, which nobody else may read; makes it when it is missing. */
  public static Database open(Path file) {
    try {
      createPrivately(file);
      var database = new Database(DriverManager.getConnection("jdbc:sqlite:" + file));
      database.prepare();
      return database;
    } catch (SQLException | IOException e) {
      throw new IllegalStateException(file + " cannot be opened: " + e.getMessage(), e);
    }
  }

  private static void createPrivately(Path file) throws IOException {
    try {
      var owner = PosixFilePermissions.fromString("rw-------");
      Files.createFile(file, PosixFilePermissions.asFileAttribute(owner));
    } catch (FileAlreadyExistsException e) {
      // The usual case.
    }
  }

  private void prepare() throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma journal_mode = wal");
      statement.execute("pragma synchronous = full");
      int version = statement.executeQuery("pragma user_version").getInt(1);
      if (version > VERSION) {
        throw new SQLException(
            "it is of version %d, this program knows %d; use a newer one, or another --data"
                .formatted(version, VERSION));
      }
      if (version < VERSION) {
        connection.setAutoCommit(false);
        for (String table : TABLES) {
          statement.execute(table);
        }
        statement.execute("pragma user_version = " + VERSION);
        connection.commit();
        connection.setAutoCommit(true);
      }
    }
  }

  /** Returns how many rows changed; they are on the disk. */
  int change(String sql, @Nullable Object... values) {
    lock.lock();
    try (PreparedStatement statement = bound(sql, values)) {
      return statement.executeUpdate();
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses a change: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of the new row, which is on the disk. */
  long insert(String sql, @Nullable Object... values) {
    lock.lock();
    try (PreparedStatement statement = bound(sql + " returning number", values)) {
      try (ResultSet row = statement.executeQuery()) {
        return row.getLong(1);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("the database refuses a row: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  <T> List<T> rows(Row<T> row, String sql, @Nullable Object... values) {
    lock.lock();
    try (PreparedStatement statement = bound(sql, values);
        ResultSet found = statement.executeQuery()) {
      List<T> rows = new ArrayList<>();
      while (found.next()) {
        rows.add(row.read(found));
      }
      return rows;
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be read: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }

  private PreparedStatement bound(String sql, @Nullable Object... values) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int i = 0; i < values.length; i++) {
      statement.setObject(i + 1, values[i]);
    }
    return statement;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException("the database cannot be closed: " + e.getMessage(), e);
    } finally {
      lock.unlock();
    }
  }
}
