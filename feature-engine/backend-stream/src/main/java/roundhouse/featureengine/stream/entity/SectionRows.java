package roundhouse.featureengine.stream.entity;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;

/// The sections of one entity as rows of bounded size. A long section, such as the events of a hot
/// key in one stretch of time, is cut into chunks, and only those that changed are written: an
/// event at its end costs one chunk, and no row outgrows what Kafka takes in one record.
///
/// Mutable, for one thread.
final class SectionRows implements EntityFold.Sections {
  static final int CHUNK_BYTES = 4096;

  private final Bytes entity;
  private final KeyValueStore<Bytes, byte[]> rows;
  private final RowBatch changes;

  /// How many rows the sections of more than one have.
  private final Map<Long, Integer> chunks = new HashMap<>();

  SectionRows(Bytes entity, KeyValueStore<Bytes, byte[]> rows, RowBatch changes) {
    this.entity = entity;
    this.rows = rows;
    this.changes = changes;
  }

  /// Takes the rows of a section, in their order.
  interface Chunks {
    void put(Bytes key, byte[] chunk);
  }

  /// Cuts a section into rows.
  ///
  /// @return how many
  static int cut(Bytes entity, long section, byte[] content, Chunks to) {
    int count = 0;
    do {
      int start = count * CHUNK_BYTES;
      int end = Math.min(content.length, start + CHUNK_BYTES);
      to.put(EntityRows.section(entity, section, count), Arrays.copyOfRange(content, start, end));
      count++;
    } while (count * CHUNK_BYTES < content.length);
    return count;
  }

  @Override
  public void put(long section, ByteWriter content) {
    byte[] bytes = content.toBytes();
    int before = chunks.getOrDefault(section, 1);
    boolean isShort = before == 1 && bytes.length <= CHUNK_BYTES;
    int count = cut(entity, section, bytes, isShort ? changes::put : this::putIfChanged);
    delete(section, count, before);
    note(section, count);
  }

  private void putIfChanged(Bytes key, byte[] chunk) {
    if (!Arrays.equals(rows.get(key), chunk)) {
      changes.put(key, chunk);
    }
  }

  @Override
  public void remove(long section) {
    delete(section, 0, chunks.getOrDefault(section, 1));
    chunks.remove(section);
  }

  private void delete(long section, int from, int to) {
    for (int chunk = from; chunk < to; chunk++) {
      changes.delete(EntityRows.section(entity, section, chunk));
    }
  }

  private void note(long section, int count) {
    if (count > 1) {
      chunks.put(section, count);
    } else {
      chunks.remove(section);
    }
  }

  /// A fold's sections while rows are read, in the order of their keys.
  final class Reading {
    private final EntityFold fold;
    private long section;
    private byte[] content = {};
    private int count;

    Reading(EntityFold fold) {
      this.fold = fold;
    }

    void add(Bytes row, byte[] chunk) {
      if (EntityRows.chunkOf(entity, row) == 0) {
        end();
        section = EntityRows.sectionOf(entity, row);
        content = chunk;
        count = 1;
      } else {
        int length = content.length;
        content = Arrays.copyOf(content, length + chunk.length);
        System.arraycopy(chunk, 0, content, length, chunk.length);
        count++;
      }
    }

    /// Gives the fold the last section.
    void end() {
      if (count > 0) {
        fold.read(section, content);
        note(section, count);
      }
      count = 0;
    }
  }
}
