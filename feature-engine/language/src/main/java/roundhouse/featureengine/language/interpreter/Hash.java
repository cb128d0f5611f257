package roundhouse.featureengine.language.interpreter;

import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// XXH64 as its specification words it, over the bytes that a value has in the language.
final class Hash {
  private static final long PRIME_1 = 0x9E3779B185EBCA87L;
  private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
  private static final long PRIME_3 = 0x165667B19E3779F9L;
  private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
  private static final long PRIME_5 = 0x27D4EB2F165667C5L;

  private Hash() {}

  static long of(Object value, long seed) {
    return of(bytes(value), seed);
  }

  private static byte[] bytes(Object value) {
    return switch (value) {
      case Boolean truth -> new byte[] {(byte) (truth ? 1 : 0)};
      case Long number -> littleEndian(number);
      case BigDecimal number -> littleEndian(number.unscaledValue().longValueExact());
      case Double number -> littleEndian(Double.doubleToLongBits(number + 0.0));
      case String text -> text.getBytes(StandardCharsets.UTF_8);
      default -> throw new IllegalStateException("No value: " + value);
    };
  }

  private static byte[] littleEndian(long number) {
    return ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(number).array();
  }

  static long of(byte[] input, long seed) {
    ByteBuffer rest = ByteBuffer.wrap(input).order(ByteOrder.LITTLE_ENDIAN);
    long hash = input.length >= 32 ? stripes(rest, seed) : seed + PRIME_5;
    hash += input.length;
    while (rest.remaining() >= 8) {
      hash = Long.rotateLeft(hash ^ round(0, rest.getLong()), 27) * PRIME_1 + PRIME_4;
    }
    if (rest.remaining() >= 4) {
      long four = Integer.toUnsignedLong(rest.getInt());
      hash = Long.rotateLeft(hash ^ (four * PRIME_1), 23) * PRIME_2 + PRIME_3;
    }
    while (rest.hasRemaining()) {
      long one = Byte.toUnsignedLong(rest.get());
      hash = Long.rotateLeft(hash ^ (one * PRIME_5), 11) * PRIME_1;
    }
    hash = (hash ^ (hash >>> 33)) * PRIME_2;
    hash = (hash ^ (hash >>> 29)) * PRIME_3;
    return hash ^ (hash >>> 32);
  }

  private static long stripes(ByteBuffer input, long seed) {
    long[] lanes = {seed + PRIME_1 + PRIME_2, seed + PRIME_2, seed, seed - PRIME_1};
    while (input.remaining() >= 32) {
      for (int i = 0; i < lanes.length; i++) {
        lanes[i] = round(lanes[i], input.getLong());
      }
    }
    long hash =
        Long.rotateLeft(lanes[0], 1)
            + Long.rotateLeft(lanes[1], 7)
            + Long.rotateLeft(lanes[2], 12)
            + Long.rotateLeft(lanes[3], 18);
    for (long lane : lanes) {
      hash = (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }
    return hash;
  }

  private static long round(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }
}
