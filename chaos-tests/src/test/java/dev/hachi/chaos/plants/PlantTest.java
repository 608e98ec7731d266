package dev.hachi.chaos.plants;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.chaos.nemesis.Product;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlantTest {
  private static final String RULES = "dev.hachi.sharding.replication.Rules";
  private static final URLClassLoader PRODUCT = new URLClassLoader(jars(), null);

  @ParameterizedTest
  @EnumSource
  void each_fits_the_product_as_it_is(Plant plant) throws IOException {
    fits(plant.change());
  }

  @Test
  void the_clock_that_jumps_fits_as_well() throws IOException {
    fits(JumpingClock.CHANGE);
  }

  private static void fits(Change change) throws IOException {
    for (var type : change.types()) {
      var original = classInProduct(type);

      var planted = change.madeTo(type, original);

      assertThat(planted).isNotEqualTo(original);
      assertThat(linking().verify(planted)).isEmpty();
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
  void no_jar_of_the_product_has_anything_of_it() {
    assertThat(PRODUCT.findResource(RULES.replace('.', '/') + ".class")).isNotNull();
    assertThat(PRODUCT.findResource(Agent.class.getName().replace('.', '/') + ".class")).isNull();
    assertThat(PRODUCT.findResource("dev/hachi/chaos")).isNull();
  }

  @Test
  void a_name_that_is_not_known_is_refused_with_those_that_are() {
    assertThatThrownBy(() -> Plant.of("no-bug"))
        .hasMessageStartingWith("--plant knows acknowledge-early, no-fencing, ")
        .hasMessageEndingWith("and all; was no-bug");
  }

  private static byte[] classInProduct(String type) throws IOException {
    try (var found = PRODUCT.getResourceAsStream(type.replace('.', '/') + ".class")) {
      return Objects.requireNonNull(found, type).readAllBytes();
    }
  }

  /** What links a class to those that it names. */
  private static ClassFile linking() {
    var hierarchy = ClassHierarchyResolver.ofResourceParsing(PRODUCT);
    return ClassFile.of(ClassFile.ClassHierarchyResolverOption.of(hierarchy));
  }

  private static URL[] jars() {
    var watchdog = Product.find().watchdog();
    try (var files = Files.list(watchdog.resolveSibling("lib"))) {
      return Stream.concat(Stream.of(watchdog), files).map(PlantTest::url).toArray(URL[]::new);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
