package dev.hachi.openfaas.provider.replicas;

import static org.assertj.core.api.Assertions.assertThat;

import dev.hachi.openfaas.provider.contract.FunctionId;
import dev.hachi.openfaas.provider.store.Starts.Start;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ContainersTest {
  private static final Start START =
      new Start("f-1", new FunctionId("f", "openfaas-fn"), 1, 1, 20_000);

  @TempDir private Path folder;

  @Test
  void variables_are_in_a_file_that_nobody_else_may_read() throws Exception {
    var command = command("podman", new User(true, 12_000, 12_000));

    var file = folder.resolve("f-1.env");
    assertThat(command).contains("--env-file", file.toString(), "hachi-f-1", "--read-only");
    assertThat(command).noneMatch(argument -> argument.contains("hush"));
    assertThat(file).hasContent("PASSWORD=hush");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
  }

  @Test
  void the_user_is_the_providers_unless_that_is_root() throws Exception {
    assertThat(command("podman", new User(true, 12_000, 12_000)))
        .contains("12000:12000")
        .doesNotContain("--userns=keep-id");
    Files.delete(folder.resolve("f-1.env"));
    assertThat(command("podman", new User(false, 1000, 100)))
        .contains("1000:100", "--userns=keep-id");
    Files.delete(folder.resolve("f-1.env"));
    assertThat(command("docker", new User(false, 1000, 100)))
        .contains("1000:100")
        .doesNotContain("--userns=keep-id");
  }

  private List<String> command(String program, User user) throws IOException {
    var image = new Images.Container(new Engine(program), "it", Map.of());
    return new Containers(folder, user)
        .command(START, image, Map.of("PASSWORD", "hush"), Path.of("/secrets"));
  }
}
