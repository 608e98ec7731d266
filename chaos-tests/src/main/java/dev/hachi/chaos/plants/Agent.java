package dev.hachi.chaos.plants;

import java.io.IOException;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.security.ProtectionDomain;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Plants a bug into the replica that starts: {@code -javaagent:hachi-chaos-tests.jar=NAME}. The
 * product has no part in it. The replica does not start when the bug does not fit its code.
 */
public final class Agent {
  private Agent() {}

  /** Called by the JVM before the replica's own {@code main}. */
  public static void premain(String name, Instrumentation instrumentation) throws IOException {
    var plant = Plant.of(name);
    // Now, as what a transformer throws would be swallowed.
    var changed = changed(plant);
    instrumentation.addTransformer(new Exchange(plant, changed));
  }

  private static Map<String, byte[]> changed(Plant plant) throws IOException {
    var changed = new HashMap<String, byte[]>();
    for (var type : plant.types()) {
      var path = type.replace('.', '/');
      try (var original = ClassLoader.getSystemResourceAsStream(path + ".class")) {
        if (original == null) {
          throw new IllegalStateException(
              "there is no class %s: %s does not fit any more".formatted(type, plant.word()));
        }
        changed.put(path, plant.plantedIn(type, original.readAllBytes()));
      }
    }
    return changed;
  }

  private record Exchange(Plant plant, Map<String, byte[]> changed)
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
        System.err.printf("%s in %s: %s%n", plant.sign(), path, plant.sentence());
      }
      return bytes;
    }
  }
}
