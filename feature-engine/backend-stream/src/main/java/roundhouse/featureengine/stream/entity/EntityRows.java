package roundhouse.featureengine.stream.entity;

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
/// entity's key as in EntityRecord                   →  format, knownAt, emptyAfter, positions
/// entity's key as in EntityRecord, section (8 bytes) →  the section
/// FF                                                →  format, state version, knownAt, swept, positions
/// ```
///
/// An event rewrites its entity's first row and the few sections that it changed.
public final class EntityRows {
  private static final int FORMAT = 1;
  private static final int SECTION_BYTES = 8;

  /// The row about all of a store's partition. No entity's key starts so: kinds are few.
  public static final Bytes PARTITION = Bytes.wrap(new byte[] {(byte) 0xFF});

  private EntityRows() {}

  /// What every entity kind's state means, by one name.
  public static String stateVersion(List<EntityKind> kinds) {
    return kinds.stream().map(EntityKind::stateVersion).collect(Collectors.joining(","));
  }

  static Bytes section(Bytes entity, long section) {
    byte[] prefix = entity.get();
    byte[] key = new byte[prefix.length + SECTION_BYTES];
    System.arraycopy(prefix, 0, key, 0, prefix.length);
    for (int i = 0; i < SECTION_BYTES; i++) {
      key[prefix.length + i] = (byte) (section >>> (56 - 8 * i));
    }
    return Bytes.wrap(key);
  }

  static long sectionOf(Bytes row) {
    byte[] key = row.get();
    long section = 0;
    for (int i = key.length - SECTION_BYTES; i < key.length; i++) {
      section = section << 8 | (key[i] & 0xFF);
    }
    return section;
  }

  /// An entity's first row.
  ///
  /// @param knownAt of the latest event applied to it, in microseconds
  /// @param emptyAfter once an event was known at this instant, nothing of it matters any more
  record Entity(long knownAt, long emptyAfter, Positions positions) {
    byte[] toBytes(ByteWriter scratch) {
      scratch.clear();
      scratch.putByte(FORMAT);
      scratch.putLong(knownAt);
      scratch.putLong(emptyAfter);
      positions.write(scratch);
      return scratch.toBytes();
    }

    static Entity of(byte[] bytes) {
      ByteReader reader = reader(bytes);
      Entity entity = new Entity(reader.readLong(), reader.readLong(), Positions.read(reader));
      reader.end();
      return entity;
    }
  }

  /// The row about all of a partition.
  ///
  /// @param knownAt of the latest event applied to any entity, in microseconds
  /// @param swept entities whose events no longer matter to asks after this instant may be gone
  /// @param positions everything up to them is in the state that this one was started from
  record Partition(String stateVersion, long knownAt, long swept, Positions positions) {
    byte[] toBytes(ByteWriter scratch) {
      scratch.clear();
      scratch.putByte(FORMAT);
      scratch.putText(stateVersion);
      scratch.putLong(knownAt);
      scratch.putLong(swept);
      positions.write(scratch);
      return scratch.toBytes();
    }

    static Partition of(byte[] bytes) {
      ByteReader reader = reader(bytes);
      Partition partition =
          new Partition(
              reader.readText(), reader.readLong(), reader.readLong(), Positions.read(reader));
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
