package roundhouse.featureengine.batch.parquet.encoding;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Numbers in a byte array as Parquet stores them.
public final class LittleEndian {
  /// A number of any bit width is read with one load of eight bytes; the last of an array would
  /// reach past its end but for this many bytes more.
  public static final int SLACK = Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private LittleEndian() {}

  public static long getLong(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  public static void putLong(byte[] bytes, int at, long value) {
    LONG.set(bytes, at, value);
  }

  public static int getInt(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  public static void putInt(byte[] bytes, int at, int value) {
    INT.set(bytes, at, value);
  }

  public static void getLongs(byte[] bytes, int at, long[] target, int from, int count) {
    ByteBuffer.wrap(bytes, at, Math.multiplyExact(count, Long.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .get(target, from, count);
  }

  public static void putLongs(byte[] bytes, int at, long[] source, int from, int count) {
    ByteBuffer.wrap(bytes, at, Math.multiplyExact(count, Long.BYTES))
        .order(ByteOrder.LITTLE_ENDIAN)
        .asLongBuffer()
        .put(source, from, count);
  }
}
