package dev.hachi.chaos.plants;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plants a bug, or a clock that jumps, into the replica that starts: {@code
 * -javaagent:hachi-chaos-tests.jar=NAME}. The product has no part in it. The replica does not start
 * when what is planted does not fit its code.
 */
public final class Agent {
  private Agent() {}

  /** Called by the JVM before the replica's own {@code main}. */
  public static void premain(String name, Instrumentation instrumentation) throws IOException {
    var change = name.equals(JumpingClock.WORD) ? JumpingClock.CHANGE : Plant.of(name).change();
    // Now, as what a transformer throws would be swallowed.
    instrumentation.addTransformer(new Exchange(change, changed(change)));
  }

  private static Map<String, byte[]> changed(Change change) throws IOException {
    var changed = new HashMap<String, byte[]>();
    for (var type : change.types()) {
      var path = type.replace('.', '/');
      try (var original = ClassLoader.getSystemResourceAsStream(path + ".class")) {
        if (original == null) {
          throw new IllegalStateException(
              "there is no class %s: %s does not fit any more".formatted(type, change.sentence()));
        }
        changed.put(path, change.madeTo(type, original.readAllBytes()));
      }
    }
    return changed;
  }

  private record Exchange(Change change, Map<String, byte[]> changed)
      implements ClassFileTransformer {
    @Override
    public byte @Nullable [] transform(
        @Nullable ClassLoader loader,
        @Nullable String path,
        @Nullable Class<?> redefined,
        @Nullable ProtectionDomain domain,
        byte[] original) {
      var bytes = path == null ? null : changed.get(path);
      if (bytes != null) {
        System.err.printf("%s in %s: %s%n", change.sign(), path, change.sentence());
      }
      return bytes;
    }
  }
}
