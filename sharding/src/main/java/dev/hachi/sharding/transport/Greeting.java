package dev.hachi.sharding.transport;

import dev.hachi.sharding.placement.Member;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;

/**
 * How a connection begins: who writes, and for which member at this address.
 *
 * @param to the uid of the member it is for
 */
record Greeting(Member from, long to) {
  private static final int MAGIC = 0x48414348; // "HACH"

  void write(DataOutputStream out) throws IOException {
    out.writeInt(MAGIC);
    out.writeUTF(from.address());
    out.writeLong(from.uid());
    out.writeLong(to);
    out.flush();
  }

  static Greeting read(DataInputStream in) throws IOException {
    if (in.readInt() != MAGIC) {
      throw new IOException("this is no replica");
    }
    return new Greeting(new Member(in.readUTF(), in.readLong()), in.readLong());
  }
}
