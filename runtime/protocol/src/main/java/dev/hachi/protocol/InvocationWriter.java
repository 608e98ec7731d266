package dev.hachi.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import dev.hachi.function.Bytes;
import dev.hachi.function.Caller;
import dev.hachi.function.Header;
import dev.hachi.function.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Writes invocations. */
final class InvocationWriter {
  // The default pool is per thread, and a virtual thread lives for one invocation only.
  private static final JsonFactory JSON =
      JsonFactory.builder().recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool()).build();

  private InvocationWriter() {}

  static Bytes write(ProcessInvocation invocation) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(out)) {
      json.writeStartObject();
      json.writeNumberField("version", Protocol.VERSION);
      json.writeStringField("function", invocation.function());
      json.writeStringField("key", invocation.key());
      json.writeStringField("handler", invocation.handler());
      json.writeStringField("id", invocation.id());
      json.writeNumberField("deadlineMillis", invocation.left().toMillis());
      json.writeNumberField("revision", invocation.revision());
      if (invocation.caller().isPresent()) {
        caller(json, invocation.caller().get());
      }
      request(json, invocation.request());
      state(json, invocation.state());
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    }
    return Bytes.of(out.toByteArray());
  }

  private static void caller(JsonGenerator json, Caller caller) throws IOException {
    json.writeObjectFieldStart("caller");
    json.writeStringField("function", caller.function());
    json.writeStringField("key", caller.key());
    json.writeEndObject();
  }

  private static void request(JsonGenerator json, Request request) throws IOException {
    json.writeObjectFieldStart("request");
    json.writeStringField("contentType", request.contentType());
    json.writeArrayFieldStart("headers");
    for (Header header : request.headers()) {
      json.writeStartArray();
      json.writeString(header.name());
      json.writeString(header.value());
      json.writeEndArray();
    }
    json.writeEndArray();
    body(json, request.body());
    json.writeEndObject();
  }

  private static void body(JsonGenerator json, Bytes body) throws IOException {
    Optional<String> text = utf8(body);
    if (text.isPresent()) {
      json.writeStringField("text", text.get());
    } else {
      json.writeBinaryField("base64", body.toArray());
    }
  }

  private static void state(JsonGenerator json, State state) throws IOException {
    if (state.isJson()) {
      json.writeFieldName("state");
      json.writeRawValue(state.body().text());
      return;
    }
    json.writeObjectFieldStart("stateBytes");
    json.writeStringField("contentType", state.contentType());
    json.writeBinaryField("base64", state.body().toArray());
    json.writeEndObject();
  }

  private static Optional<String> utf8(Bytes bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes.buffer()).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
