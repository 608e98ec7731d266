package dev.hachi.chaos.scale;

import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Records, lists, maps, texts and numbers as JSON; durations are in seconds. */
final class Json {
  private Json() {}

  static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      case Duration duration -> Double.toString(duration.toNanos() / 1e9);
      case List<?> list -> list.stream().map(Json::of).collect(Collectors.joining(",\n", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(one -> text(one.getKey().toString()) + ":" + of(one.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case Record record ->
          Arrays.stream(record.getClass().getRecordComponents())
              .map(component -> text(component.getName()) + ":" + of(get(record, component)))
              .collect(Collectors.joining(",", "{", "}"));
      default -> text(value.toString());
    };
  }

  private static @Nullable Object get(Record record, RecordComponent component) {
    try {
      return component.getAccessor().invoke(record);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(component + " cannot be read", e);
    }
  }

  private static String text(String text) {
    var escaped = new StringBuilder("\"");
    for (var index = 0; index < text.length(); index++) {
      var character = text.charAt(index);
      if (character == '"' || character == '\\') {
        escaped.append('\\').append(character);
      } else if (character < ' ') {
        escaped.append("\\u%04x".formatted((int) character));
      } else {
        escaped.append(character);
      }
    }
    return escaped.append('"').toString();
  }
}
