package roundhouse.featureengine.stream.entity;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/// Changes of a store's rows that are made together: RocksDB takes a thousand at once for much less
/// than one by one. What is not written yet cannot be read.
///
/// Mutable, for one thread.
final class RowBatch {
  private static final int MOST_ROWS = 1_000;

  private final KeyValueStore<Bytes, byte[]> rows;
  private final List<KeyValue<Bytes, byte[]>> changes = new ArrayList<>();

  RowBatch(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  void put(Bytes key, byte[] row) {
    add(new KeyValue<>(key, row));
  }

  void delete(Bytes key) {
    add(new KeyValue<>(key, null));
  }

  private void add(KeyValue<Bytes, byte[]> change) {
    changes.add(change);
    if (changes.size() == MOST_ROWS) {
      write();
    }
  }

  /// Writes what is not written yet.
  void write() {
    if (!changes.isEmpty()) {
      rows.putAll(changes);
      changes.clear();
    }
  }
}
