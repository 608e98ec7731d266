package dev.hachi.openfaas.provider;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The provider contract, verb by verb, with one small function that runs. */
final class ContractTest {
  @TempDir private static Path data;
  private static Provider provider;
  private static Client client;

  @BeforeAll
  static void start() throws Exception {
    provider = new Provider(Checkout.settings(data));
    client = Client.of(provider.port(), data);
    assertThat(
            client.status("POST", "/system/secrets", "{\"name\":\"token\",\"value\":\"s3cret\"}"))
        .isEqualTo(202);
    assertThat(
            client.status(
                "POST",
                "/system/functions",
                """
                {"service":"show","image":"local","envProcess":"env","secrets":["token"],
                 "labels":{"a":"b"},"envVars":{"OWN":"1"},"network":"unknown to this provider"}\
                """))
        .isEqualTo(202);
  }

  @AfterAll
  static void stop() throws IOException {
    provider.close();
  }

  // ---- calls ------------------------------------------------------------------------------------

  @Test
  void a_call_waits_for_its_replica_and_passes_through() throws Exception {
    var answer = client.send("PUT", "/function/show.openfaas-fn/a%2Fb/c?x=1&y", "", "X-Own", "2");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body().lines())
        .contains("OWN=1", "Http_X_Own=2", "Http_Query=x=1&y", "Http_Path=/a/b/c")
        .contains("Http_Method=PUT", "Http_X_Forwarded_Host=127.0.0.1:" + provider.port());
    assertThat(answer.headers().firstValue("X-Call-Id")).isPresent();
    assertThat(answer.headers().firstValue("X-Start-Time")).isPresent();
    assertThat(client.send("GET", "/function/show", "", "X-Call-Id", "c1").headers().map())
        .doesNotContainKey("x-call-id");
  }

  @Test
  void a_secret_is_a_file_that_only_the_owner_may_read() throws Exception {
    var folder =
        client
            .get("/function/show")
            .body()
            .lines()
            .filter(line -> line.startsWith("secret_mount_path="))
            .map(line -> Path.of(line.substring(line.indexOf('=') + 1)))
            .findFirst()
            .orElseThrow();
    var file = folder.resolve("token");

    assertThat(file).hasContent("s3cret");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("r--------");
    assertThat(
            client.status("PUT", "/system/secrets", "{\"name\":\"token\",\"rawValue\":\"bmV3\"}"))
        .isEqualTo(202);
    assertThat(file).hasContent("new");
    assertThat(client.status("DELETE", "/system/secrets", "{\"name\":\"token\"}")).isEqualTo(409);
    assertThat(client.get("/system/secrets").body())
        .isEqualTo("[{\"name\":\"token\",\"namespace\":\"openfaas-fn\"}]");
  }

  @ParameterizedTest
  @CsvSource({
    "GET,/function/nobody,404",
    "GET,/function/Show,404",
    "GET,/function/%73how,404",
    "GET,/function/../system/functions,404",
    "GET,/function/,404",
    "TRACE,/function/show,405",
    "POST,/async-function/nobody,404",
    "GET,/async-function/show,405",
    "GET,/system/functions/../functions,404",
    "GET,/system/function/a%2Fb,400",
    "GET,/,404",
    "PATCH,/system/functions,405",
    "POST,/healthz,405",
    "HEAD,/healthz,200",
    "GET,/system/function/nobody,404",
    "GET,/system/function/show?namespace=elsewhere,404",
    "GET,/system/function/show?namespace=%2e%2e,400",
    "GET,/system/functions?namespace=elsewhere,404",
    "GET,/system/logs?name=nobody,404",
    "GET,/system/logs?name=show&since=yesterday,422",
    "GET,/system/logs?name=show&tail=x,422"
  })
  void paths_and_methods_that_lead_nowhere(String method, String path, int status)
      throws Exception {
    assertThat(client.status(method, path, "")).isEqualTo(status);
  }

  // ---- passwords --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(strings = {"", "Basic", "Basic !", "Basic YWRtaW46", "Bearer x"})
  void the_system_asks_for_the_password(String authorization) throws Exception {
    var stranger = new Client(provider.port(), authorization);
    for (var path : new String[] {"functions", "function/show", "secrets", "namespaces", "info"}) {
      var answer = stranger.get("/system/" + path);
      assertThat(answer.statusCode()).as(path).isEqualTo(401);
      assertThat(answer.headers().firstValue("WWW-Authenticate")).isPresent();
    }
    assertThat(stranger.status("POST", "/system/scale-function/show", "{\"replicas\":0}"))
        .isEqualTo(401);
  }

  @Test
  void the_password_is_nobody_elses_to_read() throws Exception {
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(data.resolve("basic-auth-password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void clients_and_gateways_each_get_the_page_that_they_read() throws Exception {
    var gateway = Client.of(provider.gatewayPort(), data);

    assertThat(client.get("/system/info").body()).contains("\"provider\":{");
    assertThat(gateway.get("/system/info").body()).contains("\"provider\":\"hachi\"");
  }

  // ---- functions --------------------------------------------------------------------------------

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{} {}",
        "{\"service\":\"a\"}",
        "{\"image\":\"local\"}",
        "{\"service\":\"a\",\"image\":\"local\"}",
        "{\"service\":\"../a\",\"image\":\"local\",\"envProcess\":\"cat\"}",
        "{\"service\":\"a.b\",\"image\":\"local\",\"envProcess\":\"cat\"}",
        "{\"service\":\"a\",\"image\":\"absent\",\"envProcess\":\"cat\"}",
        "{\"service\":\"a\",\"image\":\"local\",\"envProcess\":\"cat\",\"secrets\":[\"../x\"]}",
        "{\"service\":\"a\",\"image\":\"local\",\"envProcess\":\"cat\",\"secrets\":[\"absent\"]}",
        "{\"service\":\"a\",\"image\":\"local\",\"envProcess\":\"cat\",\"secrets\":[null]}",
        "{\"service\":\"a\",\"image\":\"local\",\"envProcess\":\"cat\",\"envVars\":{\"A=B\":\"1\"}}",
        "{\"service\":\"a\",\"image\":\"local\",\"envProcess\":\"cat\",\"envVars\":{\"A\":null}}",
        "{\"service\":\"a\",\"image\":\"local\",\"envProcess\":\"cat\",\"labels\":{\"com.openfaas.scale.min\":\"99\"}}",
        "{\"service\":\"a\",\"image\":\"local\",\"envProcess\":\"cat\",\"envVars\":{\"mode\":\"http\",\"upstream_url\":\"http://127.0.0.1:1\"},\"labels\":{\"com.openfaas.scale.min\":\"2\"}}"
      })
  void a_deployment_that_cannot_run_is_refused_with_a_reason(String body) throws Exception {
    var answer = client.post("/system/functions", body);

    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
    assertThat(answer.body()).isNotBlank();
    assertThat(client.status("GET", "/system/function/a", "")).isEqualTo(404);
  }

  @Test
  void what_the_provider_answers_in_place_of_a_function_says_so() throws Exception {
    for (var path : new String[] {"/function/nobody", "/function/Show"}) {
      assertThat(client.get(path).headers().firstValue("X-OpenFaaS-Internal")).hasValue("proxy");
    }
    assertThat(client.get("/function/show").headers().map())
        .doesNotContainKey("x-openfaas-internal");
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/system/functions,401",
    "POST,/function/nobody,404",
    "PUT,/async-function/show,405"
  })
  void who_sends_much_in_vain_and_listens_then_still_gets_the_answer(
      String method, String path, int status) throws Exception {
    var much = new byte[16 * 1024 * 1024];
    var head =
        "%s %s HTTP/1.1\r\nHost: a\r\nContent-Length: %d\r\n\r\n"
            .formatted(method, path, much.length);
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
      socket.setSoTimeout(30_000);
      var out = socket.getOutputStream();
      out.write(head.getBytes(StandardCharsets.US_ASCII));
      out.write(much);

      var answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);

      assertThat(answer).isEqualTo("HTTP/1.1 " + status);
    }
  }

  @Test
  void methods_that_are_allowed_are_told_in_one_order() throws Exception {
    var answer = client.send("PATCH", "/system/functions", "");

    assertThat(answer.headers().firstValue("Allow")).hasValue("DELETE, GET, POST, PUT");
    assertThat(answer.body()).isEqualTo("allowed are DELETE, GET, POST, PUT\n");
  }

  @Test
  void a_body_that_is_too_large_is_refused() throws Exception {
    assertThat(client.status("POST", "/system/functions", " ".repeat(2 * 1024 * 1024 + 1)))
        .isEqualTo(413);
    assertThat(client.status("POST", "/async-function/show", "x".repeat(4 * 1024 * 1024 + 1)))
        .isEqualTo(413);
  }

  @Test
  void a_function_is_listed_described_and_not_deployed_twice() throws Exception {
    var again = "{\"service\":\"show\",\"image\":\"local\",\"envProcess\":\"env\"}";
    assertThat(client.status("POST", "/system/functions", again)).isEqualTo(409);
    assertThat(client.get("/system/functions").body())
        .startsWith("[{\"name\":\"show\"")
        .contains("\"labels\":{\"a\":\"b\"}", "\"replicas\":1", "\"envProcess\":\"env\"");
    var described = client.get("/system/function/show?usage=1").body();
    assertThat(described).contains("\"usage\":{\"cpu\":", "\"totalMemoryBytes\":");
    assertThat(client.get("/system/function/show").body()).doesNotContain("usage");
  }

  @Test
  void what_is_unknown_cannot_be_updated_scaled_or_removed() throws Exception {
    var unknown = "{\"service\":\"nobody\",\"image\":\"local\",\"envProcess\":\"env\"}";
    assertThat(client.status("PUT", "/system/functions", unknown)).isEqualTo(404);
    assertThat(client.status("DELETE", "/system/functions", "{\"functionName\":\"nobody\"}"))
        .isEqualTo(404);
    assertThat(client.status("POST", "/system/scale-function/nobody", "{\"replicas\":1}"))
        .isEqualTo(404);
    for (var body :
        new String[] {
          "{}",
          "{\"replicas\":-1}",
          "{\"replicas\":17}",
          "{\"replicas\":1e9}",
          "{\"replicas\":1,\"serviceName\":\"other\"}"
        }) {
      assertThat(client.status("POST", "/system/scale-function/show", body))
          .as(body)
          .isEqualTo(400);
    }
  }

  @Test
  void namespaces_are_made_used_and_removed_when_empty() throws Exception {
    assertThat(client.status("POST", "/system/namespace/team", "{\"name\":\"team\"}"))
        .isEqualTo(201);
    assertThat(client.status("POST", "/system/namespace/team", "{\"name\":\"team\"}"))
        .isEqualTo(409);
    assertThat(client.status("POST", "/system/namespace/", "{\"name\":\"../x\"}")).isEqualTo(400);
    assertThat(client.get("/system/namespaces").body()).isEqualTo("[\"openfaas-fn\",\"team\"]");
    var function =
        "{\"service\":\"f\",\"image\":\"local\",\"envProcess\":\"cat\",\"namespace\":\"team\","
            + "\"labels\":{\"com.openfaas.scale.min\":\"0\"}}";
    assertThat(client.status("POST", "/system/functions", function)).isEqualTo(202);
    assertThat(client.get("/system/function/f.team").body()).contains("\"namespace\":\"team\"");
    assertThat(client.status("DELETE", "/system/namespace/team", "{\"name\":\"team\"}"))
        .isEqualTo(409);
    var removal = "{\"functionName\":\"f\",\"namespace\":\"team\"}";
    assertThat(client.status("DELETE", "/system/functions", removal)).isEqualTo(202);
    assertThat(client.status("DELETE", "/system/namespace/team", "{\"name\":\"team\"}"))
        .isEqualTo(202);
    assertThat(client.status("DELETE", "/system/namespace/openfaas-fn", "{}")).isEqualTo(400);
  }

  @Test
  void a_request_that_is_no_http_does_no_harm() throws Exception {
    for (var text :
        new String[] {
          "GET //system/functions HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET http://x/system/functions HTTP/1.1\r\nHost: a\r\n\r\n",
          "GET * HTTP/1.1\r\nHost: a\r\n\r\n",
          "\0\0\0\r\n\r\n"
        }) {
      try (var socket = new Socket(InetAddress.getLoopbackAddress(), provider.port())) {
        socket.setSoTimeout(10_000);
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        socket.shutdownOutput();
        var answer =
            new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        assertThat(answer).as(text).doesNotContain("200 OK");
      }
    }
    assertThat(client.get("/healthz").statusCode()).isEqualTo(200);
  }
}
