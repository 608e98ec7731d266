package dev.hachi.runtime.function;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.cfg.MapperBuilder;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.exc.ValueInstantiationException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.hachi.function.Bytes;
import dev.hachi.function.Reply;
import dev.hachi.function.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Messages and replies as JSON: strict on the way in, so that a typing error is an answer. */
public final class Json {
  // The default pool is per thread, and a virtual thread lives for one invocation only.
  private static final JsonMapper MAPPER =
      strict(
              JsonMapper.builder(
                  JsonFactory.builder()
                      .recyclerPool(JsonRecyclerPools.sharedConcurrentDequePool())
                      .build()))
          .build();

  private Json() {}

  /** The settings that messages and states share. */
  static <B extends MapperBuilder<?, B>> B strict(B builder) {
    return builder
        .addModule(new Jdk8Module())
        .addModule(new JavaTimeModule())
        .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
        .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
        .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
        .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS);
  }

  static JavaType typeOf(Type type) {
    return MAPPER.constructType(type);
  }

  static Object decode(JavaType type, Bytes body) throws BadMessageException {
    var wanted = "the handler takes " + nameOf(type) + " as JSON";
    if (body.size() == 0) {
      throw new BadMessageException(wanted + "; the body is empty");
    }
    @Nullable Object value;
    try {
      value = MAPPER.readValue(body.toArray(), type);
    } catch (JsonProcessingException e) {
      throw new BadMessageException(wanted + "; " + reason(e));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    if (value == null) {
      throw new BadMessageException(wanted + "; the body is null");
    }
    return value;
  }

  /** Fit for callers: what Jackson says is made for who configures it. */
  private static String reason(JsonProcessingException e) {
    return switch (e) {
      case UnrecognizedPropertyException unknown ->
          "it has no field " + unknown.getPropertyName() + ", the body has";
      case MismatchedInputException mismatch ->
          fieldOf(mismatch) + " is missing, null or of another type";
      case ValueInstantiationException refused when refused.getCause() != null ->
          String.valueOf(refused.getCause().getMessage());
      case JsonMappingException other -> "the body does not fit";
      default -> {
        var at = e.getLocation();
        yield "the body is malformed"
            + (at == null ? "" : " at line " + at.getLineNr() + ", column " + at.getColumnNr());
      }
    };
  }

  private static String fieldOf(MismatchedInputException mismatch) {
    var path = new StringBuilder();
    for (var step : mismatch.getPath()) {
      if (step.getFieldName() == null) {
        path.append('[').append(step.getIndex()).append(']');
      } else {
        path.append(path.isEmpty() ? "" : ".").append(step.getFieldName());
      }
    }
    return path.isEmpty() ? "the body" : "the field " + path;
  }

  private static String nameOf(JavaType type) {
    return type.getRawClass().getSimpleName();
  }

  /**
   * The reply that carries {@code value}: empty for null, itself for a {@link Reply}, else JSON.
   */
  public static Reply reply(@Nullable Object value) throws IOException {
    return switch (value) {
      case null -> new Reply(200, "", List.of(), Bytes.EMPTY);
      case Reply reply -> reply;
      default -> new Reply(200, "application/json", List.of(), encode(value));
    };
  }

  /** The message that carries {@code value}: empty for null, itself for a {@link Request}. */
  public static Request request(@Nullable Object value) throws IOException {
    return switch (value) {
      case null -> new Request("", List.of(), Bytes.EMPTY);
      case Request request -> request;
      default -> new Request("application/json", List.of(), encode(value));
    };
  }

  /**
   * What {@code message} carries, decoded as for a handler that takes a {@code type}.
   *
   * @throws IllegalStateException when it does not decode
   */
  public static <T> T value(Class<T> type, Request message) {
    try {
      return type.cast(type.equals(Request.class) ? message : decode(typeOf(type), message.body()));
    } catch (BadMessageException e) {
      throw new IllegalStateException(e.getMessage(), e);
    }
  }

  /**
   * What {@code reply} carries, as a {@code type}: null when it is empty, itself for {@link Reply}.
   *
   * @throws IllegalStateException when it does not decode
   */
  public static @Nullable Object value(Type type, Reply reply) {
    if (type.equals(Reply.class)) {
      return reply;
    }
    if (reply.body().size() == 0) {
      return null;
    }
    try {
      return MAPPER.readValue(reply.body().toArray(), typeOf(type));
    } catch (IOException e) {
      throw new IllegalStateException(
          "the reply is not " + type.getTypeName() + " as JSON: " + e.getMessage(), e);
    }
  }

  private static Bytes encode(Object value) throws IOException {
    return Bytes.of(MAPPER.writeValueAsBytes(value));
  }
}
