package roundhouse.featureengine.kernel.function;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// XXH64 of values, as `language.ast.Expression.HashBucket` defines their bytes.
public final class Hashes {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long PRIME_1 = -7046029288634856825L;
  private static final long PRIME_2 = -4417276706812531889L;
  private static final long PRIME_3 = 1609587929392839161L;
  private static final long PRIME_4 = -8796714831421723037L;
  private static final long PRIME_5 = 2870177450012600261L;

  private Hashes() {}

  /// A number from 0 to buckets − 1.
  public static long bucket(long hash, int buckets) {
    return Long.remainderUnsigned(hash, buckets);
  }

  public static long ofBoolean(boolean value, long seed) {
    return avalanche(mixedByte(seed + PRIME_5 + 1, value ? 1 : 0));
  }

  /// Also of an instant and of a decimal's unscaled value.
  public static long ofLong(long value, long seed) {
    return avalanche(mixedLong(seed + PRIME_5 + Long.BYTES, value));
  }

  /// Both zeros as one.
  public static long ofDouble(double value, long seed) {
    return ofLong(Double.doubleToLongBits(value + 0.0), seed);
  }

  public static long ofText(String value, long seed) {
    return ofBytes(value.getBytes(StandardCharsets.UTF_8), seed);
  }

  static long ofBytes(byte[] bytes, long seed) {
    int at = 0;
    long hash = seed + PRIME_5;
    if (bytes.length >= 32) {
      long a = seed + PRIME_1 + PRIME_2;
      long b = seed + PRIME_2;
      long c = seed;
      long d = seed - PRIME_1;
      for (; at <= bytes.length - 32; at += 32) {
        a = lane(a, longAt(bytes, at));
        b = lane(b, longAt(bytes, at + 8));
        c = lane(c, longAt(bytes, at + 16));
        d = lane(d, longAt(bytes, at + 24));
      }
      hash =
          Long.rotateLeft(a, 1)
              + Long.rotateLeft(b, 7)
              + Long.rotateLeft(c, 12)
              + Long.rotateLeft(d, 18);
      hash = merged(merged(merged(merged(hash, a), b), c), d);
    }
    return tail(bytes, at, hash + bytes.length);
  }

  private static long tail(byte[] bytes, int start, long start64) {
    int at = start;
    long hash = start64;
    for (; at <= bytes.length - 8; at += 8) {
      hash = mixedLong(hash, longAt(bytes, at));
    }
    if (at <= bytes.length - 4) {
      long four = (int) INTS.get(bytes, at) & 0xFFFF_FFFFL;
      hash = Long.rotateLeft(hash ^ (four * PRIME_1), 23) * PRIME_2 + PRIME_3;
      at += 4;
    }
    for (; at < bytes.length; at++) {
      hash = mixedByte(hash, bytes[at]);
    }
    return avalanche(hash);
  }

  private static long longAt(byte[] bytes, int at) {
    return (long) LONGS.get(bytes, at);
  }

  private static long lane(long lane, long input) {
    return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
  }

  private static long merged(long hash, long lane) {
    return (hash ^ lane(0, lane)) * PRIME_1 + PRIME_4;
  }

  private static long mixedLong(long hash, long input) {
    return Long.rotateLeft(hash ^ lane(0, input), 27) * PRIME_1 + PRIME_4;
  }

  private static long mixedByte(long hash, int input) {
    return Long.rotateLeft(hash ^ ((input & 0xFF) * PRIME_5), 11) * PRIME_1;
  }

  private static long avalanche(long hash) {
    long mixed = (hash ^ (hash >>> 33)) * PRIME_2;
    mixed = (mixed ^ (mixed >>> 29)) * PRIME_3;
    return mixed ^ (mixed >>> 32);
  }
}
