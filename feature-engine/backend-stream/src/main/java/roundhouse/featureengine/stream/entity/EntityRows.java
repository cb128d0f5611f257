package roundhouse.featureengine.stream.entity;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.language.program.EntityKind;

/// How entities lie in the rows of a key-value store, which is also how they lie in its changelog.
///
/// ```
/// entity's key as in EntityRecord           →  format, knownAt, emptyAfter, positions, last block,
///                                              ShortSections of a small entity
/// entity's key, section (8 bytes)           →  the section, or its first chunk
/// entity's key, section, chunk (4 bytes)    →  a further chunk of it
/// entity's key, block (9 bytes)             →  a full block of AppliedAsks
/// FF                                        →  format, state version, knownAt, swept,
///                                              seededBefore, positions
/// ```
///
/// What a row is shows in the length of its key. An event rewrites its entity's first row, and of
/// an entity that is not small the few sections that it changed, or the chunks of them.
public final class EntityRows {
  private static final int FORMAT = 3;
  private static final int SECTION_BYTES = 8;
  private static final int CHUNK_BYTES = 4;
  private static final int BLOCK_BYTES = 9;

  /// The row about all of a store's partition. No entity's key starts so: kinds are few.
  public static final Bytes PARTITION = Bytes.wrap(new byte[] {(byte) 0xFF});

  private EntityRows() {}

  /// What every entity kind's state means, by one name.
  public static String stateVersion(List<EntityKind> kinds) {
    return kinds.stream().map(EntityKind::stateVersion).collect(Collectors.joining(","));
  }

  /// @param chunk which of the section's rows
  static Bytes section(Bytes entity, long section, int chunk) {
    byte[] key = longer(entity, chunk == 0 ? SECTION_BYTES : SECTION_BYTES + CHUNK_BYTES);
    int at = entity.get().length;
    put(section, SECTION_BYTES, key, at);
    put(chunk, key.length - at - SECTION_BYTES, key, at + SECTION_BYTES);
    return Bytes.wrap(key);
  }

  static long sectionOf(Bytes entity, Bytes row) {
    return number(row, entity.get().length, SECTION_BYTES);
  }

  static int chunkOf(Bytes entity, Bytes row) {
    int at = entity.get().length + SECTION_BYTES;
    return (int) number(row, at, row.get().length - at);
  }

  static Bytes block(Bytes entity, long block) {
    byte[] key = longer(entity, BLOCK_BYTES);
    put(block, BLOCK_BYTES, key, entity.get().length);
    return Bytes.wrap(key);
  }

  /// Whether an entity's row holds a block rather than a section.
  static boolean isBlock(Bytes entity, Bytes row) {
    return row.get().length == entity.get().length + BLOCK_BYTES;
  }

  static long blockOf(Bytes entity, Bytes row) {
    return number(row, entity.get().length, BLOCK_BYTES);
  }

  private static byte[] longer(Bytes entity, int bytes) {
    return Arrays.copyOf(entity.get(), entity.get().length + bytes);
  }

  private static void put(long number, int bytes, byte[] key, int at) {
    for (int i = 0; i < bytes; i++) {
      int shift = 8 * (bytes - 1 - i);
      key[at + i] = (byte) (shift >= Long.SIZE ? 0 : number >>> shift);
    }
  }

  private static long number(Bytes row, int at, int bytes) {
    long number = 0;
    for (int i = 0; i < bytes; i++) {
      number = number << 8 | (row.get()[at + i] & 0xFF);
    }
    return number;
  }

  /// An entity's first row.
  ///
  /// @param knownAt of the latest event applied to it, in microseconds
  /// @param emptyAfter once an event was known at this instant, nothing of it matters any more
  /// @param sections as [ShortSections] has them; null where they are in rows of their own
  record Entity(
      long knownAt,
      long emptyAfter,
      Positions positions,
      AppliedAsks asks,
      @Nullable Bytes sections) {
    byte[] toBytes(ByteWriter scratch) {
      scratch.clear();
      scratch.putByte(FORMAT);
      scratch.putLong(knownAt);
      scratch.putLong(emptyAfter);
      positions.write(scratch);
      asks.writeOpen(scratch);
      scratch.putByte(sections == null ? 0 : 1);
      if (sections != null) {
        scratch.putBytes(sections.get());
      }
      return scratch.toBytes();
    }

    static Entity of(byte[] bytes) {
      ByteReader reader = reader(bytes);
      long knownAt = reader.readLong();
      long emptyAfter = reader.readLong();
      Positions positions = Positions.read(reader);
      AppliedAsks asks = new AppliedAsks();
      asks.readOpen(reader);
      Bytes sections = reader.readByte() == 0 ? null : Bytes.wrap(reader.readBytes());
      reader.end();
      return new Entity(knownAt, emptyAfter, positions, asks, sections);
    }

    /// Of a first row, nothing but when nothing of its entity matters any more.
    static long emptyAfter(byte[] bytes) {
      ByteReader reader = reader(bytes);
      reader.readLong();
      return reader.readLong();
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
