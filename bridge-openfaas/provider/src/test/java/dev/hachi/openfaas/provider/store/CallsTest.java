package dev.hachi.openfaas.provider.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.store.Calls.Answer;
import dev.hachi.openfaas.provider.store.Calls.Call;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class CallsTest {
  private static final Call CALL =
      new Call(
          "c1",
          new FunctionId("echo", "openfaas-fn"),
          "/1234",
          Map.of("Name", List.of("123456", "1")),
          new byte[1000],
          "http://callback/",
          Instant.EPOCH,
          null);

  @TempDir private Path folder;
  private Database database;
  private Calls calls;

  @BeforeEach
  void open() {
    database = Database.open(folder.resolve("up.db"));
    calls = new Calls(database);
  }

  @AfterEach
  void close() {
    database.close();
  }

  @Test
  void all_that_is_stored_of_a_call_counts() {
    var _ = calls.add(CALL);

    assertThat(calls.waiting()).extracting(Calls.Waiting::bytes).containsExactly(1020L);
  }

  @Test
  void an_answer_takes_the_place_of_the_body() {
    long number = calls.add(CALL);

    calls.answered(number, CALL, new Answer(200, Map.of("A", List.of("b")), new byte[50], 0.5));

    assertThat(calls.waiting()).extracting(Calls.Waiting::bytes).containsExactly(72L);
    var stored = calls.get(number).orElseThrow();
    assertThat(stored.body()).isEmpty();
    assertThat(stored.bytes()).isEqualTo(72);
    assertThat(calls.done(number)).isEqualTo(72);
    assertThat(calls.waiting()).isEmpty();
  }
}
