package dev.hachi.chaos.plants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.chaos.nemesis.Product;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantTest {
  private static final String RULES = "dev.hachi.sharding.replication.Rules";

  @ParameterizedTest
  @EnumSource
  void each_fits_the_product_as_it_is(Plant plant) throws IOException {
    for (var type : plant.types()) {
      var original = classInProduct(type);

      var planted = plant.plantedIn(type, original);

      assertThat(planted).isNotEqualTo(original);
      assertThat(ClassFile.of().verify(planted)).isEmpty();
    }
  }

  @Test
  void what_does_not_fit_any_more_is_said() throws IOException {
    var rules = classInProduct(RULES);

    assertThatThrownBy(() -> edit("forgives", new Edit.Way.Answers(true)).applyTo(rules))
        .hasMessageStartingWith(RULES + " has 0 methods forgives instead of one");
    assertThatThrownBy(() -> edit("isStored", new Edit.Way.LooksAt("a", "b")).applyTo(rules))
        .hasMessageStartingWith(RULES + ".isStored has 0 places for LooksAt");
  }

  private static Edit edit(String method, Edit.Way way) {
    return new Edit(RULES, method, way);
  }

  @Test
  void no_jar_of_the_product_has_anything_of_it() throws IOException {
    for (var jar : jars()) {
      try (var open = new JarFile(jar.toFile())) {
        assertThat(open.stream())
            .noneMatch(entry -> entry.getName().startsWith("dev/hachi/chaos/"));
      }
    }
  }

  @Test
  void a_name_that_is_not_known_is_refused_with_those_that_are() {
    assertThatThrownBy(() -> Plant.of("no-bug"))
        .hasMessageStartingWith("--plant knows acknowledge-early, no-fencing, ")
        .hasMessageEndingWith("and all; was no-bug");
  }

  private static byte[] classInProduct(String type) throws IOException {
    for (var jar : jars()) {
      try (var open = new JarFile(jar.toFile())) {
        var entry = open.getJarEntry(type.replace('.', '/') + ".class");
        if (entry != null) {
          return open.getInputStream(entry).readAllBytes();
        }
      }
    }
    throw new AssertionError("no jar of the product has " + type);
  }

  private static Iterable<Path> jars() throws IOException {
    var lib = Product.find().watchdog().resolveSibling("lib");
    try (var files = Files.list(lib)) {
      return files.filter(jar -> jar.getFileName().toString().startsWith("hachi-")).toList();
    }
  }
}
