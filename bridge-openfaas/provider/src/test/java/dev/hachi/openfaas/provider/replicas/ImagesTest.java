package dev.hachi.openfaas.provider.replicas;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.hachi.openfaas.provider.contract.Refused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ImagesTest {
  @TempDir private Path root;
  private Images images;

  @BeforeEach
  void files() throws IOException {
    Files.createDirectories(root.resolve("plain"));
    Files.createDirectories(root.resolve("maven/target"));
    Files.createFile(root.resolve("maven/pom.xml"));
    Files.createFile(root.resolve("maven/target/it-1.jar"));
    Files.createFile(root.resolve("maven/target/it-1-sources.jar"));
    Files.createDirectories(root.resolve("unbuilt"));
    Files.createFile(root.resolve("unbuilt/pom.xml"));
    Files.writeString(
        root.resolve("registry.json"), "{\"it\":\"maven\",\"host:5000/it:2\":\"plain\"}");
    var containers = new Containers(root.resolve("containers"), User.of(root));
    images = new Images(root.resolve("registry.json"), root, containers);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "it",
        "it:latest",
        "registry.example.com/it:0.1.0-SNAPSHOT",
        "host:5000/it@sha256:00",
        "maven",
        "./maven",
        "maven/target/it-1.jar"
      })
  void a_name_without_its_host_and_tag_or_a_path_leads_to_the_jar(String name) {
    assertThat(images.find(name))
        .isEqualTo(
            new Images.Local(
                name.contains("jar") ? root : root.resolve("maven"),
                root.resolve("maven/target/it-1.jar")));
  }

  @Test
  void the_whole_name_counts_most() {
    assertThat(images.find("host:5000/it:2"))
        .isEqualTo(new Images.Local(root.resolve("plain"), null));
  }

  @Test
  void a_folder_without_jars_is_where_a_command_runs() {
    assertThat(images.find("plain")).isEqualTo(new Images.Local(root.resolve("plain"), null));
  }

  @Test
  void what_is_stored_stands_for_the_same_whatever_has_become_of_the_names() {
    for (var image :
        List.of(
            new Images.Local(root, null),
            new Images.Local(root, root.resolve("it.jar")),
            new Images.Container(new Engine("podman"), "a:1", Map.of("mode", "http")))) {
      assertThat(images.read(Images.text(image))).isEqualTo(image);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"unbuilt", "absent", "ghcr.io/a/b:c", "registry.json"})
  void what_cannot_run_is_refused(String name) {
    assertThatThrownBy(() -> images.find(name))
        .isInstanceOf(Refused.class)
        .hasMessageContaining(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent.example.com/no:1", "--format"})
  void what_is_no_image_of_a_container_either_is_refused_with_a_reason(String name) {
    assertThatThrownBy(() -> images.find(name))
        .isInstanceOf(Refused.class)
        .hasMessageContaining("No container: ");
  }
}
