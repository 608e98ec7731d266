package dev.hachi.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.hachi.function.Bytes;
import dev.hachi.function.Caller;
import dev.hachi.function.Effect;
import dev.hachi.function.Header;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The codec against the golden vectors, which SDKs are tested with as well. */
final class ProtocolTest {
  private static final Path VECTORS = Path.of("vectors");
  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Bytes PNG = Bytes.of(new byte[] {(byte) 0x89, 'P', 'N', 'G'});

  @Test
  void an_invocation_is_written_as_the_vector_has_it() throws IOException {
    var invocation =
        new ProcessInvocation(
            "counter",
            "alice",
            "add",
            "c-1",
            Duration.ofSeconds(30),
            7,
            Optional.empty(),
            new Request(
                "application/json",
                List.of(new Header("Content-Type", "application/json")),
                Bytes.utf8("-2")),
            new State(State.JSON, Bytes.utf8("5")));

    assertThat(tree(Protocol.encode(invocation)))
        .isEqualTo(tree(vector("counter/later-addition.invocation.json")));
  }

  @Test
  void raw_bytes_and_a_caller_are_written_as_the_vector_has_them() throws IOException {
    var invocation =
        new ProcessInvocation(
            "cart",
            "all",
            "placed",
            "tell:x",
            Duration.ofMillis(29_999),
            12,
            Optional.of(new Caller("cart", "ann")),
            new Request(
                "",
                List.of(new Header("X-Twice", "1"), new Header("X-Twice", "2")),
                Bytes.of(new byte[] {(byte) 0xff})),
            new State("image/png", PNG));

    assertThat(tree(Protocol.encode(invocation)))
        .isEqualTo(tree(vector("invocation-from-another-key.json")));
  }

  @Test
  void a_key_without_state_has_null() throws IOException {
    var invocation =
        new ProcessInvocation(
            "counter",
            "alice",
            "add",
            "c-1",
            Duration.ofSeconds(30),
            0,
            Optional.empty(),
            new Request(
                "application/json",
                List.of(new Header("Content-Type", "application/json")),
                Bytes.utf8("5")),
            State.NONE);

    assertThat(tree(Protocol.encode(invocation)))
        .isEqualTo(tree(vector("counter/first-addition.invocation.json")));
  }

  @Test
  void everything_that_an_answer_may_have_becomes_one_effect() throws Exception {
    var effect =
        new Effect<State, Reply>(
            new Effect.Become<>(new State(State.JSON, Bytes.utf8("{\"items\":[\"pen\"]}"))),
            new Reply(201, "text/csv", List.of(new Header("X-A", "1")), Bytes.utf8("a,b")),
            List.of(
                new Effect.Tell(
                    Duration.ofMillis(250),
                    "cart",
                    "all",
                    "placed",
                    new Request("application/json", List.of(), Bytes.utf8("{\"by\":\"ann\"}"))),
                new Effect.Tell(Duration.ZERO, "mail", "ann", "send", null),
                new Effect.CancelTimer("remind"),
                new Effect.SetTimer(
                    "expire",
                    Duration.ofMinutes(30),
                    "expire",
                    new Request(
                        "application/octet-stream",
                        List.of(),
                        Bytes.of(new byte[] {(byte) 0xff})))));

    assertThat(taken("everything")).isEqualTo(new Protocol.Done(effect));
  }

  @Test
  void an_absent_state_stays_and_null_forgets_the_key() throws Exception {
    assertThat(taken("nothing-changes")).isEqualTo(new Protocol.Done(effect(new Effect.Keep<>())));
    assertThat(taken("state-is-forgotten"))
        .isEqualTo(new Protocol.Done(effect(new Effect.Delete<>())));
    assertThat(taken("raw-state"))
        .isEqualTo(new Protocol.Done(effect(new Effect.Become<>(new State("image/png", PNG)))));
  }

  @Test
  void numbers_and_strings_of_a_state_go_back_as_they_came() throws Exception {
    var json = Bytes.utf8("[1.0,12345678901234567890,0.1,0,\"ü\\u0000\"]");

    assertThat(taken("numbers-of-a-state-stay-as-they-are"))
        .isEqualTo(new Protocol.Done(effect(new Effect.Become<>(new State(State.JSON, json)))));
  }

  @Test
  void a_refusal_has_a_code_of_the_authors_own_or_says_that_the_message_is_bad() throws Exception {
    assertThat(taken("refusal"))
        .isEqualTo(new Protocol.Done(Effect.fail("out_of_stock", "no pens left")));
    assertThat(taken("not-understood")).isEqualTo(new Protocol.NotUnderstood("add takes a number"));
  }

  static Stream<Path> refused() throws IOException {
    try (var files = Files.list(VECTORS.resolve("answers/refused"))) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource
  void refused(Path vector) throws IOException {
    var body = Bytes.of(Files.readAllBytes(vector));

    assertThatExceptionOfType(BadAnswerException.class)
        .isThrownBy(() -> Protocol.answer(body, 7))
        .withMessageMatching("(?s).{10,300}");
  }

  @Test
  void a_greeting_names_handlers_in_order() throws Exception {
    assertThat(Protocol.greeting(vector("greeting.json")))
        .isEqualTo(new Greeting(List.of(1), List.of("add", "get")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"versions\":[2],\"handlers\":[\"add\"]}",
        "{\"versions\":[1],\"handlers\":[]}",
        "{\"versions\":[1],\"handlers\":[\"a b\"]}",
        "{\"versions\":1,\"handlers\":[\"add\"]}",
        "{\"versions\":[1]}",
        "Not Found"
      })
  void a_greeting_without_our_version_or_without_handlers_is_refused(String body) {
    assertThatExceptionOfType(BadAnswerException.class)
        .isThrownBy(() -> Protocol.greeting(Bytes.utf8(body)));
  }

  @Test
  void a_state_is_stored_with_its_content_type() {
    for (var state : List.of(State.NONE, new State("image/png", PNG))) {
      assertThat(State.decode(State.VERSION, state.encode())).isEqualTo(state);
    }
  }

  @Test
  void bytes_that_are_no_state_are_refused() {
    for (var bytes : List.of(Bytes.EMPTY, Bytes.utf8("\u0009abc"), Bytes.utf8("\u0000abc"))) {
      assertThatIllegalArgumentException().isThrownBy(() -> State.decode(State.VERSION, bytes));
    }
    assertThatIllegalArgumentException().isThrownBy(() -> State.decode(2, State.NONE.encode()));
    assertThatIllegalArgumentException().isThrownBy(() -> new State("a\nb", PNG));
  }

  @Test
  void the_schema_knows_the_fields_of_the_vectors() throws IOException {
    var schema = JSON.readTree(Files.readString(Path.of("protocol.schema.json"))).get("$defs");

    assertThat(names(tree(vector("answers/taken/everything.json"))))
        .isSubsetOf(names(schema.at("/answer/properties")));
    for (var invocation :
        List.of("counter/read.invocation.json", "invocation-from-another-key.json")) {
      assertThat(names(tree(vector(invocation))))
          .isSubsetOf(names(schema.at("/invocation/properties")));
    }
    assertThat(names(tree(vector("greeting.json"))))
        .containsExactlyInAnyOrderElementsOf(names(schema.at("/greeting/properties")));
  }

  private static List<String> names(JsonNode node) {
    return node.properties().stream().map(field -> field.getKey()).toList();
  }

  private static Effect<State, Reply> effect(Effect.Change<State> change) {
    return new Effect<>(change, null, List.of());
  }

  private static Protocol.Answer taken(String name) throws Exception {
    return Protocol.answer(vector("answers/taken/" + name + ".json"), 7);
  }

  private static Bytes vector(String name) throws IOException {
    return Bytes.of(Files.readAllBytes(VECTORS.resolve(name)));
  }

  private static JsonNode tree(Bytes body) throws IOException {
    return JSON.readTree(body.toArray());
  }
}
