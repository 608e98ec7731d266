package dev.hachi.runtime.store;

import org.apache.pekko.serialization.JSerializer;
import org.jspecify.annotations.Nullable;

/** Hands the stored form of {@link EntityRecord} to Pekko plugins that keep bytes. */
public final class EntityRecordSerializer extends JSerializer {
  @Override
  public int identifier() {
    return 7_355_001;
  }

  @Override
  public boolean includeManifest() {
    return false;
  }

  @Override
  public byte[] toBinary(Object record) {
    return EntityRecordCodec.encode((EntityRecord) record);
  }

  @Override
  public Object fromBinaryJava(byte[] bytes, @Nullable Class<?> manifest) {
    return EntityRecordCodec.decode(bytes);
  }
}
