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
    Class<?> found = FunctionLoader.load(folder, null);
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
    assertThat(FunctionLoader.load(jar, null).getName()).isEqualTo(One.class.getName());
    assertThat(FunctionLoader.load(folder, null).getName()).isEqualTo(One.class.getName());
  }

  @Test
  void a_function_does_not_see_our_libraries() throws IOException {
    put(folder, One.class);
    ClassLoader loader = FunctionLoader.load(folder, null).getClassLoader();
    assertThatThrownBy(() -> Class.forName("io.netty.channel.Channel", false, loader))
        .isInstanceOf(ClassNotFoundException.class);
  }

  @Test
  void two_annotated_classes_need_a_name() throws IOException {
    put(folder, One.class);
    put(folder, Two.class);
    assertThatThrownBy(() -> FunctionLoader.load(folder, null))
        .isInstanceOf(StartException.class)
        .hasMessageContaining(One.class.getName())
        .hasMessageContaining(Two.class.getName())
        .hasMessageContaining("hachi_class");
    assertThat(FunctionLoader.load(folder, Two.class.getName()).getName())
        .isEqualTo(Two.class.getName());
  }

  @Test
  void what_is_missing_is_said() {
    assertThatThrownBy(() -> FunctionLoader.load(folder, null))
        .hasMessageContaining("no class with @StatefulFunction");
    assertThatThrownBy(() -> FunctionLoader.load(folder.resolve("absent"), null))
        .hasMessageContaining("does not exist");
    assertThatThrownBy(() -> FunctionLoader.load(folder, "a.B"))
        .isInstanceOf(StartException.class)
        .hasMessageContaining("\"a.B\"");
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
