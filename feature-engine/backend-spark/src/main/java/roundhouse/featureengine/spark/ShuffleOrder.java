package roundhouse.featureengine.spark;

import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Comparator;
import org.apache.spark.Partitioner;

/// The keys of both shuffles: bytes whose order, unsigned, is the order that the next stage needs.
///
/// ```
/// by entity:  entity kind (2) | length (4) | the entity's key … | instant (8) | 0 ask, 1 event (1)
/// by ask:     slice (4) | row (8) | entity kind (2)
/// ```
///
/// An ask stands at the instant before which events are visible to it, ahead of the events of that
/// instant.
final class ShuffleOrder implements Comparator<byte[]>, Serializable {
  private static final long serialVersionUID = 1;

  static final ShuffleOrder UNSIGNED = new ShuffleOrder();

  private static final byte ASK = 0;
  private static final byte EVENT = 1;
  private static final int INSTANT_AND_RANK = Long.BYTES + 1;
  private static final int KEY_AT = Short.BYTES + Integer.BYTES;

  private ShuffleOrder() {}

  @Override
  public int compare(byte[] left, byte[] right) {
    return Arrays.compareUnsigned(left, right);
  }

  static byte[] ofEvent(int entity, byte[] key, long knownAt) {
    return byEntity(entity, key, knownAt, EVENT);
  }

  static byte[] ofAsk(int entity, byte[] key, long visibleBefore) {
    return byEntity(entity, key, visibleBefore, ASK);
  }

  private static byte[] byEntity(int entity, byte[] key, long instant, byte rank) {
    return ByteBuffer.allocate(KEY_AT + key.length + INSTANT_AND_RANK)
        .putShort((short) entity)
        .putInt(key.length)
        .put(key)
        .putLong(instant ^ Long.MIN_VALUE)
        .put(rank)
        .array();
  }

  static int entityOf(byte[] byEntity) {
    return ByteBuffer.wrap(byEntity).getShort();
  }

  static byte[] keyOf(byte[] byEntity) {
    return Arrays.copyOfRange(byEntity, KEY_AT, byEntity.length - INSTANT_AND_RANK);
  }

  static boolean isAsk(byte[] byEntity) {
    return byEntity[byEntity.length - 1] == ASK;
  }

  static boolean isSameEntity(byte[] left, byte[] right) {
    return Arrays.equals(
        left, 0, left.length - INSTANT_AND_RANK, right, 0, right.length - INSTANT_AND_RANK);
  }

  static byte[] byAsk(int slice, long row, int entity) {
    return ByteBuffer.allocate(Integer.BYTES + Long.BYTES + Short.BYTES)
        .putInt(slice)
        .putLong(row)
        .putShort((short) entity)
        .array();
  }

  static int sliceOf(byte[] byAsk) {
    return ByteBuffer.wrap(byAsk).getInt();
  }

  static long rowOf(byte[] byAsk) {
    return ByteBuffer.wrap(byAsk).getLong(Integer.BYTES);
  }

  static int askedEntityOf(byte[] byAsk) {
    return ByteBuffer.wrap(byAsk).getShort(Integer.BYTES + Long.BYTES);
  }

  /// Keeps an entity's events and asks together.
  static final class ByEntity extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int partitions;

    ByEntity(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      byte[] bytes = (byte[]) key;
      int hash = 1;
      for (int i = 0; i < bytes.length - INSTANT_AND_RANK; i++) {
        hash = 31 * hash + bytes[i];
      }
      hash *= 0x9E3779B9;
      return Math.floorMod(hash ^ (hash >>> 16), partitions);
    }
  }

  /// Brings what entities answered back to the slice of the ask.
  static final class BySlice extends Partitioner {
    private static final long serialVersionUID = 1;

    private final int slices;

    BySlice(int slices) {
      this.slices = slices;
    }

    @Override
    public int numPartitions() {
      return slices;
    }

    @Override
    public int getPartition(Object key) {
      return sliceOf((byte[]) key);
    }
  }
}
