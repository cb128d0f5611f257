package roundhouse.featureengine.stream.entity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.language.program.EntityKind;

/// How entities lie in the rows of a key-value store, which is also how they lie in its changelog.
///
/// ```
/// entity's key as in EntityRecord                     →  format, knownAt, emptyAfter, positions,
///                                                        the last block of AppliedAsks
/// entity's key as in EntityRecord, section (8 bytes)  →  the section
/// entity's key as in EntityRecord, 0, block (8 bytes) →  a full block of AppliedAsks
/// FF                                                  →  format, state version, knownAt, swept,
///                                                        seededBefore, positions
/// ```
///
/// An event rewrites its entity's first row and the few sections that it changed.
public final class EntityRows {
  private static final int FORMAT = 2;
  private static final int SECTION_BYTES = 8;

  /// The row about all of a store's partition. No entity's key starts so: kinds are few.
  public static final Bytes PARTITION = Bytes.wrap(new byte[] {(byte) 0xFF});

  private EntityRows() {}

  /// What every entity kind's state means, by one name.
  public static String stateVersion(List<EntityKind> kinds) {
    return kinds.stream().map(EntityKind::stateVersion).collect(Collectors.joining(","));
  }

  static Bytes section(Bytes entity, long section) {
    return numbered(entity, SECTION_BYTES, section);
  }

  static Bytes block(Bytes entity, long block) {
    return numbered(entity, SECTION_BYTES + 1, block);
  }

  /// Whether an entity's row holds a block rather than a section.
  static boolean isBlock(Bytes entity, Bytes row) {
    return row.get().length == entity.get().length + SECTION_BYTES + 1;
  }

  /// The number that a row's key ends in, of its section or block.
  static long numberOf(Bytes row) {
    byte[] key = row.get();
    long number = 0;
    for (int i = key.length - SECTION_BYTES; i < key.length; i++) {
      number = number << 8 | (key[i] & 0xFF);
    }
    return number;
  }

  private static Bytes numbered(Bytes entity, int bytes, long number) {
    byte[] key = Arrays.copyOf(entity.get(), entity.get().length + bytes);
    for (int i = 0; i < SECTION_BYTES; i++) {
      key[key.length - 1 - i] = (byte) (number >>> (8 * i));
    }
    return Bytes.wrap(key);
  }

  /// An entity's first row.
  ///
  /// @param knownAt of the latest event applied to it, in microseconds
  /// @param emptyAfter once an event was known at this instant, nothing of it matters any more
  record Entity(long knownAt, long emptyAfter, Positions positions, AppliedAsks asks) {
    byte[] toBytes(ByteWriter scratch) {
      scratch.clear();
      scratch.putByte(FORMAT);
      scratch.putLong(knownAt);
      scratch.putLong(emptyAfter);
      positions.write(scratch);
      asks.writeOpen(scratch);
      return scratch.toBytes();
    }

    static Entity of(byte[] bytes) {
      ByteReader reader = reader(bytes);
      AppliedAsks asks = new AppliedAsks();
      Entity entity =
          new Entity(reader.readLong(), reader.readLong(), Positions.read(reader), asks);
      asks.readOpen(reader);
      reader.end();
      return entity;
    }
  }

  /// The row about all of a partition.
  ///
  /// @param knownAt of the latest event applied to any entity, in microseconds
  /// @param swept entities whose events no longer matter to asks after this instant may be gone
  /// @param seededBefore what was known before this instant is in the state that this one was
  ///   started from; `Long.MIN_VALUE` where it was started from nothing
  /// @param positions likewise everything up to them
  record Partition(
      String stateVersion, long knownAt, long swept, long seededBefore, Positions positions) {
    byte[] toBytes(ByteWriter scratch) {
      scratch.clear();
      scratch.putByte(FORMAT);
      scratch.putText(stateVersion);
      scratch.putLong(knownAt);
      scratch.putLong(swept);
      scratch.putLong(seededBefore);
      positions.write(scratch);
      return scratch.toBytes();
    }

    static Partition of(byte[] bytes) {
      ByteReader reader = reader(bytes);
      Partition partition =
          new Partition(
              reader.readText(),
              reader.readLong(),
              reader.readLong(),
              reader.readLong(),
              Positions.read(reader));
      reader.end();
      return partition;
    }
  }

  private static ByteReader reader(byte[] bytes) {
    ByteReader reader = new ByteReader(bytes);
    int format = reader.readByte();
    if (format != FORMAT) {
      throw new UnreadableStateException("rows of format %d, not %d".formatted(format, FORMAT));
    }
    return reader;
  }
}
