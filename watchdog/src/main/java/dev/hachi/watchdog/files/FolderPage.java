package dev.hachi.watchdog.files;

import dev.hachi.watchdog.http.RequestTarget;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The page that lists a folder. */
final class FolderPage {
  private static final String UNESCAPED =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.~$&+,/:;=@";

  private FolderPage() {}

  static String of(Path folder) throws IOException {
    List<Path> entries;
    try (Stream<Path> found = Files.list(folder)) {
      entries = found.sorted().toList();
    }
    StringBuilder page = new StringBuilder();
    page.append("<!doctype html>\n");
    page.append("<meta name=\"viewport\" content=\"width=device-width\">\n<pre>\n");
    for (Path entry : entries) {
      boolean inner = Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
      String name = entry.getFileName() + (inner ? "/" : "");
      // A colon would make the first word a scheme.
      String href = (name.contains(":") ? "./" : "") + escaped(name);
      page.append("<a href=\"").append(href).append("\">");
      page.append(RequestTarget.html(name)).append("</a>\n");
    }
    return page.append("</pre>\n").toString();
  }

  /** {@code path} as it stands in a URL. */
  static String escaped(String path) {
    StringBuilder out = new StringBuilder(path.length());
    for (byte b : path.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (UNESCAPED.indexOf(c) >= 0) {
        out.append(c);
      } else {
        out.append("%%%02X".formatted((int) c));
      }
    }
    return out.toString();
  }
}
