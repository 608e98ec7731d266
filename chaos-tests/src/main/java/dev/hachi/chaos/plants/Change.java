package dev.hachi.chaos.plants;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What is made different in a replica.
 *
 * @param sign what its log has once that is in place
 * @param sentence what is different
 */
record Change(String sign, String sentence, List<Edit> edits) {
  /** The classes that it changes. */
  Set<String> types() {
    return edits.stream().map(Edit::type).collect(Collectors.toSet());
  }

  /** The class {@code type} as it is with it. */
  byte[] madeTo(String type, byte[] original) {
    var bytes = original;
    for (var edit : edits) {
      if (edit.type().equals(type)) {
        bytes = edit.applyTo(bytes);
      }
    }
    return bytes;
  }
}
