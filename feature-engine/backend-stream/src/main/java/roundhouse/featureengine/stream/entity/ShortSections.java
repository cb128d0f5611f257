package roundhouse.featureengine.stream.entity;

import java.util.Arrays;
import org.apache.kafka.common.utils.Bytes;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;

/// The sections of a small entity, which lie in its first row: then an event costs one row, and
/// reading the entity one look-up, where rows of their own cost several of each.
///
/// ```
/// bytes of the header as those of an empty fold, the header's other bytes, (section, its bytes) …
/// ```
///
/// A header begins with its kind's long name, which is so kept once for all. Mutable, for one
/// thread.
final class ShortSections implements EntityFold.Sections {
  /// Past this, rewriting all costs more than a row for each section.
  private static final int MOST_BYTES = 1024;

  private final byte[] emptyHeader;
  private final ByteWriter bytes = new ByteWriter();

  private ShortSections(byte[] emptyHeader) {
    this.emptyHeader = emptyHeader;
  }

  /// For the kind of a fold that holds nothing.
  static ShortSections of(EntityFold empty) {
    ShortSections sections = new ShortSections(new byte[0]);
    empty.write(sections);
    ByteReader reader = new ByteReader(sections.bytes.toBytes());
    reader.readLong();
    return new ShortSections(reader.readBytes());
  }

  void clear() {
    bytes.clear();
  }

  /// Whether what was put is short enough.
  boolean fits() {
    return bytes.size() <= MOST_BYTES;
  }

  Bytes toBytes() {
    return Bytes.wrap(bytes.toBytes());
  }

  @Override
  public void put(long section, ByteWriter content) {
    put(section, content.toBytes());
  }

  /// Puts a section; the header first.
  void put(long section, byte[] content) {
    if (section == EntityFold.HEADER) {
      int mismatch = Arrays.mismatch(emptyHeader, content);
      int same = mismatch < 0 ? content.length : mismatch;
      bytes.putLong(same);
      bytes.putBytes(Arrays.copyOfRange(content, same, content.length));
    } else if (fits()) {
      bytes.putLong(section);
      bytes.putBytes(content);
    }
  }

  /// What is not put is not there.
  @Override
  public void remove(long section) {}

  /// Gives the fold its sections.
  void read(Bytes sections, EntityFold fold) {
    ByteReader reader = new ByteReader(sections.get());
    int same = (int) reader.readLong();
    byte[] rest = reader.readBytes();
    byte[] header = Arrays.copyOf(emptyHeader, same + rest.length);
    System.arraycopy(rest, 0, header, same, rest.length);
    fold.read(EntityFold.HEADER, header);
    while (reader.remaining() > 0) {
      long section = reader.readLong();
      fold.read(section, reader.readBytes());
    }
  }
}
