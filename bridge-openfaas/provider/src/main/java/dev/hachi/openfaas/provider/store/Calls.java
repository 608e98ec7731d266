package dev.hachi.openfaas.provider.store;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.contract.Json;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The asynchronous calls that are accepted and not done. Thread-safe. */
public record Calls(Database database) {
  /**
   * A call.
   *
   * @param id its {@code X-Call-Id}
   * @param target path and query below the function, as they came
   * @param callback null when nobody wants the answer
   * @param answer null as long as there is none
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Call(
      String id,
      FunctionId function,
      String target,
      Map<String, List<String>> headers,
      byte[] body,
      @Nullable String callback,
      Instant acceptedAt,
      @Nullable Answer answer) {
    /** What is stored of it once it was answered. */
    public Call with(Answer reply) {
      return new Call(id, function, target, headers, new byte[0], callback, acceptedAt, reply);
    }

    /** What is stored of it, in bytes. */
    public long bytes() {
      long replied = answer == null ? 0 : Calls.bytes(answer.headers()) + answer.body().length;
      return target.length() + Calls.bytes(headers) + body.length + replied;
    }
  }

  /**
   * What the function answered.
   *
   * @param seconds how long it took
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Answer(
      int status, Map<String, List<String>> headers, byte[] body, double seconds) {}

  /** A call that is not done, without what it says; {@code bytes} of it. */
  public record Waiting(long number, FunctionId function, long bytes) {}

  /** Returns the number of the call, which is on the disk. */
  public long add(Call call) {
    return database.insert(
        "insert into calls(call_id, namespace, name, target, headers, body, callback, accepted_at,"
            + " bytes) values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        call.id(),
        call.function().namespace(),
        call.function().name(),
        call.target(),
        Json.text(call.headers()),
        call.body(),
        call.callback(),
        call.acceptedAt().toEpochMilli(),
        call.bytes());
  }

  /** The call of that number, unless it is done. */
  public Optional<Call> get(long number) {
    return database
        .rows(
            Calls::call,
            "select call_id, namespace, name, target, headers, body, callback, accepted_at, status,"
                + " answer_headers, answer, seconds from calls where number = ?",
            number)
        .stream()
        .findFirst();
  }

  /** All that is not done, oldest first. */
  public List<Waiting> waiting() {
    return database.rows(
        row ->
            new Waiting(
                row.getLong(1), new FunctionId(row.getString(3), row.getString(2)), row.getLong(4)),
        "select number, namespace, name, bytes from calls order by number");
  }

  /** The function has answered; what is left is to tell the callback, so the body is dropped. */
  public void answered(long number, Call call, Answer answer) {
    var _ =
        database.change(
            "update calls set body = ?, bytes = ?, status = ?, answer_headers = ?, answer = ?,"
                + " seconds = ? where number = ?",
            new byte[0],
            call.with(answer).bytes(),
            answer.status(),
            Json.text(answer.headers()),
            answer.body(),
            answer.seconds(),
            number);
  }

  /** Nothing is left to do; returns the bytes that this frees. */
  public long done(long number) {
    return database
        .rows(row -> row.getLong(1), "delete from calls where number = ? returning bytes", number)
        .stream()
        .mapToLong(Long::longValue)
        .sum();
  }

  private static long bytes(Map<String, List<String>> headers) {
    return headers.entrySet().stream()
        .mapToLong(header ->
            header.getValue().stream()
                .mapToLong(value -> header.getKey().length() + value.length())
                .sum())
        .sum();
  }

  private static Call call(ResultSet row) throws SQLException {
    return new Call(
        row.getString(1),
        new FunctionId(row.getString(3), row.getString(2)),
        row.getString(4),
        Json.headers(row.getString(5)),
        row.getBytes(6),
        row.getString(7),
        Instant.ofEpochMilli(row.getLong(8)),
        answer(row));
  }

  private static @Nullable Answer answer(ResultSet row) throws SQLException {
    int status = row.getInt(9);
    return row.wasNull()
        ? null
        : new Answer(status, Json.headers(row.getString(10)), row.getBytes(11), row.getDouble(12));
  }
}
