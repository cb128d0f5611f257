package roundhouse.featureengine.kernel;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Reads what a [ByteWriter] wrote. Bytes may come from anywhere: whatever they are, a reading
/// gives a value or throws [UnreadableStateException], and allocates no more than there are bytes.
public final class ByteReader {
  private final byte[] bytes;
  private int at;

  public ByteReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /// How many bytes are left.
  public int remaining() {
    return bytes.length - at;
  }

  public int readByte() {
    require(1);
    return bytes[at++] & 0xFF;
  }

  public long readLong() {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      int next = readByte();
      if (shift == 63 && next > 1) {
        throw new UnreadableStateException("an integer of more than 64 bits");
      }
      value |= (long) (next & 0x7F) << shift;
      if (next < 0x80) {
        return (value >>> 1) ^ -(value & 1);
      }
    }
  }

  public long readFixed() {
    require(8);
    long value = 0;
    for (int i = 0; i < 8; i++) {
      value = value << 8 | (bytes[at++] & 0xFF);
    }
    return value;
  }

  /// A count of things that each take at least so many bytes of what is left.
  public int readCount(int bytesEach) {
    long count = readLong();
    if (count < 0 || count > remaining() / Math.max(1, bytesEach)) {
      throw new UnreadableStateException(
          "a count of %d where %d bytes are left".formatted(count, remaining()));
    }
    return (int) count;
  }

  public String readText() {
    byte[] utf8 = readBytes();
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException e) {
      throw new UnreadableStateException("a text that is not UTF-8");
    }
  }

  public byte[] readBytes() {
    int length = readCount(1);
    at += length;
    return Arrays.copyOfRange(bytes, at - length, at);
  }

  /// Requires that nothing is left.
  public void end() {
    if (remaining() != 0) {
      throw new UnreadableStateException("%d bytes too many".formatted(remaining()));
    }
  }

  private void require(int count) {
    if (remaining() < count) {
      throw new UnreadableStateException("it ends too early");
    }
  }
}
