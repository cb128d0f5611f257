package roundhouse.featureengine.stream.intake;

import org.apache.kafka.common.utils.Bytes;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.UnreadableStateException;

/// How a source partition's intake lies in the rows of a key-value store and in its changelog.
///
/// ```
/// 0                   →  format, running maximum of knownAt
/// 1, block (8 bytes)  →  an IdBlock
/// ```
final class IntakeRows {
  static final Bytes PARTITION = Bytes.wrap(new byte[] {0});
  static final Bytes FIRST_BLOCK = block(0);
  static final Bytes LAST_BLOCK = block(Long.MAX_VALUE);

  private static final int FORMAT = 1;

  private IntakeRows() {}

  static byte[] partition(long knownThrough, ByteWriter scratch) {
    scratch.clear();
    scratch.putByte(FORMAT);
    scratch.putLong(knownThrough);
    return scratch.toBytes();
  }

  static long knownThrough(byte[] partition) {
    ByteReader reader = new ByteReader(partition);
    int format = reader.readByte();
    if (format != FORMAT) {
      throw new UnreadableStateException("rows of format %d, not %d".formatted(format, FORMAT));
    }
    long knownThrough = reader.readLong();
    reader.end();
    return knownThrough;
  }

  static Bytes block(long number) {
    byte[] key = new byte[9];
    key[0] = 1;
    for (int i = 0; i < 8; i++) {
      key[1 + i] = (byte) (number >>> (56 - 8 * i));
    }
    return Bytes.wrap(key);
  }

  static long blockOf(Bytes row) {
    long number = 0;
    for (int i = 1; i < 9; i++) {
      number = number << 8 | (row.get()[i] & 0xFF);
    }
    return number;
  }
}
