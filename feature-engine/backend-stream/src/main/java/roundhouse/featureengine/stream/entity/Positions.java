package roundhouse.featureengine.stream.entity;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.stream.entity.EntityStore.Position;

/// The last offset applied of each source partition, by the stream's place in the plan and the
/// partition's number. Few in number: found by looking through them. Mutable, for one thread.
final class Positions {
  // Stream, partition and offset of one after those of another.
  private long[] entries = new long[3];
  private int size;

  static Positions read(ByteReader reader) {
    Positions positions = new Positions();
    int count = reader.readCount(3);
    for (int i = 0; i < count; i++) {
      positions.put((int) reader.readLong(), (int) reader.readLong(), reader.readLong());
    }
    return positions;
  }

  void write(ByteWriter bytes) {
    bytes.putLong(size);
    for (int i = 0; i < 3 * size; i++) {
      bytes.putLong(entries[i]);
    }
  }

  void put(int stream, int partition, long offset) {
    int at = find(stream, partition);
    if (at == 3 * size) {
      if (at == entries.length) {
        entries = Arrays.copyOf(entries, entries.length * 2);
      }
      size++;
      entries[at] = stream;
      entries[at + 1] = partition;
    }
    entries[at + 2] = offset;
  }

  void putAll(Positions others) {
    for (int at = 0; at < 3 * others.size; at += 3) {
      put((int) others.entries[at], (int) others.entries[at + 1], others.entries[at + 2]);
    }
  }

  List<Position> toList() {
    List<Position> positions = new ArrayList<>(size);
    for (int at = 0; at < 3 * size; at += 3) {
      positions.add(new Position((int) entries[at], (int) entries[at + 1], entries[at + 2]));
    }
    return positions;
  }

  private int find(int stream, int partition) {
    int at = 0;
    while (at < 3 * size && (entries[at] != stream || entries[at + 1] != partition)) {
      at += 3;
    }
    return at;
  }
}
