package dev.hachi.watchdog.files;

import dev.hachi.function.Header;
import dev.hachi.watchdog.http.BlockingExchange;
import dev.hachi.watchdog.http.ContentSniffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sends one file, or the parts of it that the client asks for. */
final class FileAnswer {
  private static final int CHUNK = 64 * 1024;
  private static final int SNIFFED = 512;

  private final BlockingExchange exchange;
  private final FileChannel file;
  private final long size;
  private final String type;
  private final List<Header> headers = new ArrayList<>();

  private FileAnswer(BlockingExchange exchange, FileChannel file, String name) throws IOException {
    this.exchange = exchange;
    this.file = file;
    this.size = file.size();
    Optional<String> known = MediaTypes.of(name);
    this.type = known.isPresent() ? known.get() : sniffed(file);
  }

  static void send(BlockingExchange exchange, Path path) throws IOException, InterruptedException {
    if (!Files.isRegularFile(path)) {
      throw new NoSuchFileException(path.toString()); // to open a pipe or a device may never end
    }
    try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
      Preconditions conditions =
          new Preconditions(exchange, Files.getLastModifiedTime(path).toInstant());
      FileAnswer answer = new FileAnswer(exchange, file, String.valueOf(path.getFileName()));
      answer.send(conditions);
    }
  }

  private static String sniffed(FileChannel file) throws IOException {
    ByteBuffer first = ByteBuffer.allocate(SNIFFED);
    var _ = file.read(first, 0);
    first.flip();
    return ContentSniffer.type(StandardCharsets.ISO_8859_1.decode(first).toString());
  }

  private void send(Preconditions conditions) throws IOException, InterruptedException {
    Header modified = new Header("Last-Modified", conditions.lastModified());
    Optional<Integer> refusal = conditions.refusal();
    if (refusal.isPresent()) {
      exchange.start(refusal.get(), List.of(modified), 0);
      exchange.end();
      return;
    }
    List<FileRange> ranges;
    try {
      ranges = FileRange.parse(conditions.range(), size);
    } catch (FileRange.Unsatisfiable e) {
      Header all = new Header("Content-Range", "bytes */" + size);
      Optional<Header> told = e.beyond() ? Optional.of(all) : Optional.empty();
      StaticFunction.error(exchange, 416, String.valueOf(e.getMessage()), told);
      return;
    }
    headers.add(new Header("Accept-Ranges", "bytes"));
    headers.add(modified);
    send(ranges);
    exchange.end();
  }

  private void send(List<FileRange> ranges) throws IOException, InterruptedException {
    if (ranges.size() > 1) {
      sendMany(ranges);
      return;
    }
    FileRange range = ranges.isEmpty() ? new FileRange(0, size) : ranges.getFirst();
    headers.add(new Header("Content-Type", type));
    if (!ranges.isEmpty()) {
      headers.add(new Header("Content-Range", range.contentRange(size)));
    }
    exchange.start(ranges.isEmpty() ? 200 : 206, headers, range.length());
    copy(range);
  }

  private void sendMany(List<FileRange> ranges) throws IOException, InterruptedException {
    String boundary = UUID.randomUUID().toString().replace("-", "");
    headers.add(new Header("Content-Type", "multipart/byteranges; boundary=" + boundary));
    List<byte[]> heads = new ArrayList<>();
    for (FileRange range : ranges) {
      String before = heads.isEmpty() ? "--" : "\r\n--";
      heads.add(
          "%s%s\r\nContent-Range: %s\r\nContent-Type: %s\r\n\r\n"
              .formatted(before, boundary, range.contentRange(size), type)
              .getBytes(StandardCharsets.UTF_8));
    }
    byte[] end = ("\r\n--" + boundary + "--\r\n").getBytes(StandardCharsets.UTF_8);
    long length =
        ranges.stream().mapToLong(FileRange::length).sum()
            + heads.stream().mapToLong(head -> head.length).sum()
            + end.length;
    exchange.start(206, headers, length);
    for (int i = 0; i < ranges.size(); i++) {
      exchange.write(heads.get(i), heads.get(i).length);
      copy(ranges.get(i));
    }
    exchange.write(end, end.length);
  }

  private void copy(FileRange range) throws IOException, InterruptedException {
    if (exchange.method().equals("HEAD")) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(CHUNK);
    long at = range.start();
    long end = at + range.length();
    while (at < end) {
      buffer.clear().limit((int) Math.min(CHUNK, end - at));
      int read = file.read(buffer, at);
      if (read < 0) {
        throw new IOException("the file became shorter while it was sent");
      }
      exchange.write(buffer.array(), read);
      at += read;
    }
  }
}
