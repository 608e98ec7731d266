package dev.hachi.openfaas.provider.proxy;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;

/**
 * A request for a function, whichever replica gets it.
 *
 * @param target path and query, as they came; begins with a slash
 * @param headers that pass on
 */
public record Outgoing(String method, String target, Map<String, List<String>> headers, Body body) {
  /** What is sent. */
  public interface Body {
    /** To send it. */
    BodyPublisher publisher();

    /** Whether it can be sent, again perhaps. */
    boolean isWhole();
  }

  /** A body in memory. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Bytes(byte[] bytes) implements Body {
    @Override
    public BodyPublisher publisher() {
      return bytes.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(bytes);
    }

    @Override
    public boolean isWhole() {
      return true;
    }
  }

  /** A body that passes through, and is whole until its first byte was read. */
  public static final class Stream implements Body {
    private final InputStream source;
    private final long length;
    private volatile boolean touched;

    /** Of {@code length} bytes; -1 when nobody knows. */
    public Stream(InputStream source, long length) {
      this.source = source;
      this.length = length;
    }

    @Override
    public BodyPublisher publisher() {
      BodyPublisher stream = BodyPublishers.ofInputStream(Touching::new);
      return length < 0 ? stream : BodyPublishers.fromPublisher(stream, length);
    }

    @Override
    public boolean isWhole() {
      return !touched;
    }

    /** The server closes the stream itself, so that another attempt may read it. */
    private final class Touching extends FilterInputStream {
      Touching() {
        super(source);
      }

      @Override
      public int read() throws IOException {
        touched = true;
        return super.read();
      }

      @Override
      public int read(byte[] bytes, int offset, int count) throws IOException {
        touched = true;
        return super.read(bytes, offset, count);
      }

      @Override
      public void close() {
        // The exchange does it.
      }
    }
  }
}
