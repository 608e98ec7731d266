package dev.hachi.sharding.transport;

import dev.hachi.sharding.placement.Member;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How a connection begins: who writes, in which form, and for which member at this address.
 *
 * @param to the uid of the member it is for
 */
record Greeting(Member from, long to) {
  private static final int MAGIC = 0x48414348; // "HACH"

  /** Of all that follows; whoever writes another one cannot be read. */
  private static final int FORM = 1;

  void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeShort(FORM);
    out.writeUTF(from.address());
    out.writeLong(from.uid());
    out.writeLong(to);
    out.flush();
  }

  /**
   * The greeting at the head of {@code in}.
   *
   * @throws IOException with the reason when there is none that can be read here
   */
  static Greeting read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("it does not begin as a replica does");
    }
    var form = in.readUnsignedShort();
    if (form != FORM) {
      throw new IOException(
          "it writes letters in form %d and this replica reads form %d: their versions differ"
              .formatted(form, FORM));
    }
    return new Greeting(new Member(in.readUTF(), in.readLong()), in.readLong());
  }
}
