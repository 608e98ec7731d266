package dev.hachi.watchdog;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Mode static: the files of a folder. */
class StaticModeTest {
  @TempDir private Path outside;
  private PlainFixture fixture;

  @BeforeEach
  void start() throws IOException {
    Path folder = Files.createDirectories(outside.resolve("public"));
    Files.writeString(outside.resolve("secret"), "secret");
    Files.writeString(folder.resolve("a.txt"), "0123456789");
    Files.setLastModifiedTime(
        folder.resolve("a.txt"), FileTime.from(Instant.parse("2026-01-02T03:04:05.678Z")));
    Files.writeString(folder.resolve("x<y> .js"), "let a;");
    Files.writeString(folder.resolve("empty.txt"), "");
    Files.writeString(folder.resolve("page"), "  <html>");
    Files.createDirectories(folder.resolve("list/inner"));
    Files.writeString(folder.resolve("list/a:b"), "");
    Files.createDirectories(folder.resolve("site"));
    Files.writeString(folder.resolve("site/index.html"), "home");
    fixture = PlainFixture.start("mode=static", "static_path=" + folder);
  }

  @AfterEach
  void close() throws IOException {
    fixture.close();
  }

  @Test
  void a_file_is_sent_with_its_type_and_its_time() throws IOException {
    assertThat(fixture.get("/a.txt"))
        .startsWith("HTTP/1.1 200 OK\r\n")
        .contains("\r\nAccept-Ranges: bytes\r\n", "\r\nContent-Length: 10\r\n")
        .contains("\r\nContent-Type: text/plain; charset=utf-8\r\n")
        .contains("\r\nLast-Modified: Fri, 02 Jan 2026 03:04:05 GMT\r\n")
        .endsWith("\r\n\r\n0123456789");
    assertThat(fixture.get("/x%3Cy%3E%20.js")).contains("text/javascript; charset=utf-8");
    assertThat(fixture.get("/page")).contains("text/html; charset=utf-8");
    assertThat(fixture.exchange("HEAD", "/a.txt", ""))
        .contains("Content-Length: 10\r\n")
        .endsWith("\r\n\r\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/nothing, 404, 404 page not found",
    "/a.txt/x, 404, 404 page not found",
    "/%2e%2e/secret, 404, 404 page not found",
    "/..%2fsecret, 404, 404 page not found",
    "/%00, 404, 404 page not found"
  })
  void what_is_not_there_is_404(String target, int status, String text) throws IOException {
    assertThat(fixture.get(target))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("X-Content-Type-Options: nosniff\r\n", "text/plain; charset=utf-8")
        .endsWith("\r\n\r\n" + text + "\n");
  }

  @ParameterizedTest
  @CsvSource({
    "/site?q, site/?q",
    "/a.txt/, ../a.txt",
    "/site/index.html, ./",
    "/index.html?x, ./?x"
  })
  void a_name_has_one_url(String target, String location) throws IOException {
    assertThat(fixture.get(target))
        .startsWith("HTTP/1.1 301 Moved Permanently\r\n")
        .contains("\r\nLocation: " + location + "\r\n")
        .endsWith("\r\n\r\n");
  }

  @Test
  void a_folder_is_its_index_or_a_list() throws IOException {
    assertThat(fixture.get("/site/")).contains("text/html; charset=utf-8").endsWith("home");
    assertThat(fixture.get("/list/"))
        .contains("Content-Type: text/html; charset=utf-8\r\n", "Last-Modified: ")
        .endsWith(
            """
            <!doctype html>
            <meta name="viewport" content="width=device-width">
            <pre>
            <a href="./a:b">a:b</a>
            <a href="inner/">inner/</a>
            </pre>
            """);
    assertThat(fixture.get("/")).contains("<a href=\"x%3Cy%3E%20.js\">x&lt;y&gt; .js</a>\n");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 206, bytes 2-4/10, 234",
    "bytes=7-, 206, bytes 7-9/10, 789",
    "bytes=-2, 206, bytes 8-9/10, 89",
    "bytes=5-99, 206, bytes 5-9/10, 56789"
  })
  void a_range_is_a_part(String range, int status, String sent, String body) throws IOException {
    assertThat(fixture.get("/a.txt", "Range: " + range))
        .startsWith("HTTP/1.1 " + status + " ")
        .contains("\r\nContent-Range: " + sent + "\r\n")
        .endsWith("\r\n\r\n" + body);
  }

  @Test
  void several_ranges_are_several_parts() throws IOException {
    assertThat(fixture.get("/a.txt", "Range: bytes=0-1,4-5"))
        .startsWith("HTTP/1.1 206 ")
        .contains("Content-Type: multipart/byteranges; boundary=")
        .contains("\r\nContent-Range: bytes 0-1/10\r\n")
        .containsSubsequence("\r\n\r\n01\r\n--", "bytes 4-5/10", "\r\n\r\n45\r\n--", "--\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=0-", "bytes=0-10", "bytes=5-9", "bytes=-5"})
  void an_empty_file_has_no_parts(String range) throws IOException {
    assertThat(fixture.get("/empty.txt", "Range: " + range))
        .startsWith("HTTP/1.1 200 ")
        .contains("\r\nContent-Length: 0\r\n")
        .doesNotContain("Content-Range");
  }

  @Test
  void a_range_that_is_none_is_416() throws IOException {
    assertThat(fixture.get("/a.txt", "Range: bytes=10-"))
        .startsWith("HTTP/1.1 416 Requested Range Not Satisfiable\r\n")
        .contains("\r\nContent-Range: bytes */10\r\n")
        .endsWith("invalid range: failed to overlap\n");
    assertThat(fixture.get("/a.txt", "Range: lines=1-2")).endsWith("\r\n\r\ninvalid range\n");
  }

  @ParameterizedTest
  @CsvSource({
    "'If-Modified-Since: Fri, 02 Jan 2026 03:04:05 GMT', 304",
    "'If-Modified-Since: Fri, 02 Jan 2026 03:04:04 GMT', 200",
    "'If-None-Match: *', 304",
    "'If-None-Match: \"x\"', 200",
    "'If-Match: \"x\"', 412",
    "'If-Unmodified-Since: Fri, 02 Jan 2026 03:04:04 GMT', 412"
  })
  void conditions_are_kept(String header, int status) throws IOException {
    assertThat(fixture.get("/a.txt", header)).startsWith("HTTP/1.1 " + status + " ");
  }

  @Test
  void a_range_of_another_state_of_the_file_is_the_whole_file() throws IOException {
    String old = "If-Range: Fri, 02 Jan 2026 03:04:04 GMT";
    assertThat(fixture.get("/a.txt", "Range: bytes=1-2", old)).startsWith("HTTP/1.1 200 ");
    String same = "If-Range: Fri, 02 Jan 2026 03:04:05 GMT";
    assertThat(fixture.get("/a.txt", "Range: bytes=1-2", same)).startsWith("HTTP/1.1 206 ");
  }
}
