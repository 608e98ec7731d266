package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.function.StatefulFunction;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FunctionLoaderTest {
  @TempDir Path folder;

  @StatefulFunction("one")
  static final class One {}

  @StatefulFunction("two")
  static final class Two {}

  static final class Plain {}

  @Test
  void the_only_annotated_class_of_a_folder_is_found() throws IOException {
    put(folder, One.class);
    put(folder, Plain.class);
    Class<?> found = FunctionLoader.load(folder, FunctionChoice.NONE).main();
    assertThat(found.getName()).isEqualTo(One.class.getName());
    assertThat(found).isNotSameAs(One.class);
    assertThat(found.getAnnotation(StatefulFunction.class).value()).isEqualTo("one");
  }

  @Test
  void a_jar_in_a_folder_and_a_jar_alone_are_read() throws IOException {
    Path jar = folder.resolve("function.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      out.putNextEntry(new JarEntry(file(One.class)));
      out.write(content(One.class));
    }
    assertThat(FunctionLoader.load(jar, FunctionChoice.NONE).main().getName())
        .isEqualTo(One.class.getName());
    assertThat(FunctionLoader.load(folder, FunctionChoice.NONE).main().getName())
        .isEqualTo(One.class.getName());
  }

  @Test
  void a_function_does_not_see_our_libraries() throws IOException {
    put(folder, One.class);
    ClassLoader loader = FunctionLoader.load(folder, FunctionChoice.NONE).main().getClassLoader();
    assertThatThrownBy(() -> Class.forName("io.netty.channel.Channel", false, loader))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void two_functions_without_a_choice_stop_the_start_with_their_names() throws IOException {
    put(folder, One.class);
    put(folder, Two.class);

    assertThatThrownBy(() -> FunctionLoader.load(folder, FunctionChoice.NONE))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("one (" + One.class.getName() + "), two (" + Two.class.getName())
        .hasMessageContaining("hachi_function or hachi_class");
    assertThatThrownBy(() -> load(null, "three", "two"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("hachi_function is \"three\"");
  }

  @Test
  void of_two_functions_the_class_decides_before_the_name_before_a_likely_name()
      throws IOException {
    put(folder, One.class);
    put(folder, Two.class);

    assertThat(load(Two.class.getName(), "one", "one")).isEqualTo("two one");
    assertThat(load(null, "two", "one")).isEqualTo("two one");
    assertThat(load(null, null, "one")).isEqualTo("one two");
  }

  @Test
  void the_only_function_is_taken_under_any_name() throws IOException {
    put(folder, One.class);

    assertThat(load(null, "renamed", "folder")).isEqualTo("one");
  }

  @Test
  void what_is_missing_is_said() {
    assertThatThrownBy(() -> FunctionLoader.load(folder, FunctionChoice.NONE))
        .hasMessageContaining("no class with @StatefulFunction");
    assertThatThrownBy(() -> FunctionLoader.load(folder.resolve("absent"), FunctionChoice.NONE))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> load("a.B", null, null))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("\"a.B\"");
  }

  /** The names of the functions found, the chosen one first. */
  private String load(@Nullable String className, @Nullable String name, @Nullable String likely) {
    var functions = FunctionLoader.load(folder, new FunctionChoice(className, name, likely));
    return Stream.concat(Stream.of(functions.main()), functions.others().stream())
        .map(type -> type.getAnnotation(StatefulFunction.class).value())
        .collect(Collectors.joining(" "));
  }

  private static String file(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static byte[] content(Class<?> type) throws IOException {
    try (InputStream in = type.getClassLoader().getResourceAsStream(file(type))) {
      assertThat(in).isNotNull();
      return in.readAllBytes();
    }
  }

  private static void put(Path folder, Class<?> type) throws IOException {
    Path target = folder.resolve(file(type));
    Files.createDirectories(target.getParent());
    Files.write(target, content(type));
  }
}
