package dev.hachi.sharding.transport;

import dev.hachi.sharding.placement.Member;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/** Somebody who can connect to a port, and says there what no replica would. */
final class Intruder implements AutoCloseable {
  final Socket socket;
  final DataOutputStream out;

  private Intruder(Socket socket) throws IOException {
    this.socket = socket;
    this.out = new DataOutputStream(socket.getOutputStream());
  }

  static Intruder at(int port) throws IOException {
    return new Intruder(new Socket(InetAddress.getLoopbackAddress(), port));
  }

  /** One who speaks TLS as {@code context} does; it shakes hands with its first word. */
  static Intruder at(int port, SSLContext context) throws IOException {
    return new Intruder(
        context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port));
  }

  /** One who says that it is {@code from}. */
  static Intruder as(Member from, Mailbox mailbox) throws IOException {
    var intruder = at(mailbox.port());
    new Greeting(from, mailbox.self.uid()).write(intruder.out);
    return intruder;
  }

  /** Writes as much as the other side takes before it hangs up. */
  void say(byte... bytes) throws IOException {
    try {
      out.write(bytes);
      out.flush();
    } catch (SocketException | SSLException e) {
      // it hung up already, as it should
    }
  }

  /** One bundle of a letter with this number. */
  void sayLetter(long number) throws IOException {
    var bundle = new LetterCodec.Writer(Instant.now());
    bundle.write(Mailbox.numbered(number));
    say(ByteBuffer.allocate(4).putInt(bundle.size()).array());
    say(bundle.toArray());
  }

  /** One bundle of a single letter of this kind. */
  void sayLetterOfKind(int kind) throws IOException {
    out.writeInt(Long.BYTES + 1);
    out.writeLong(0);
    out.write(kind);
    out.flush();
  }

  /** Whether the other side hangs up within {@code max}. */
  boolean isHungUpOn(Duration max) throws IOException {
    try {
      socket.setSoTimeout((int) max.toMillis());
      socket.getInputStream().transferTo(OutputStream.nullOutputStream()); // a last word
      return true;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (SocketException | SSLException e) {
      return true;
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
