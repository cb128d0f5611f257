package roundhouse.featureengine.stream.store;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// A key-value store in a map, which counts what is written.
public final class MapRows implements KeyValueStore<Bytes, byte[]> {
  public final NavigableMap<Bytes, byte[]> rows = new TreeMap<>();
  private long bytesPut;

  /// How many bytes of keys and values were put so far.
  public long bytesPut() {
    return bytesPut;
  }

  @Override
  public void put(Bytes key, byte @Nullable [] value) {
    if (value == null) {
      rows.remove(key);
      return;
    }
    rows.put(key, value);
    bytesPut += key.get().length + value.length;
  }

  @Override
  public byte @Nullable [] putIfAbsent(Bytes key, byte[] value) {
    return rows.putIfAbsent(key, value);
  }

  @Override
  public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
    entries.forEach(entry -> put(entry.key, entry.value));
  }

  @Override
  public byte @Nullable [] delete(Bytes key) {
    return rows.remove(key);
  }

  @Override
  public byte @Nullable [] get(Bytes key) {
    return rows.get(key);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes from, @Nullable Bytes to) {
    NavigableMap<Bytes, byte[]> tail = from == null ? rows : rows.tailMap(from, true);
    return new Rows(to == null ? tail : tail.headMap(to, true));
  }

  @Override
  public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(
      P prefix, S serializer) {
    byte[] start = serializer.serialize("rows", prefix);
    return new Rows(
        rows.tailMap(Bytes.wrap(start), true).entrySet().stream()
            .takeWhile(row -> startsWith(row.getKey().get(), start))
            .collect(
                TreeMap::new, (map, row) -> map.put(row.getKey(), row.getValue()), Map::putAll));
  }

  private static boolean startsWith(byte[] key, byte[] prefix) {
    return key.length >= prefix.length
        && Arrays.equals(key, 0, prefix.length, prefix, 0, prefix.length);
  }

  @Override
  public KeyValueIterator<Bytes, byte[]> all() {
    return new Rows(rows);
  }

  @Override
  public long approximateNumEntries() {
    return rows.size();
  }

  @Override
  public String name() {
    return "rows";
  }

  @Override
  public void init(StateStoreContext context, StateStore root) {}

  @Override
  public void close() {}

  @Override
  public boolean persistent() {
    return false;
  }

  @Override
  public boolean isOpen() {
    return true;
  }

  private static final class Rows implements KeyValueIterator<Bytes, byte[]> {
    private final NavigableMap<Bytes, byte[]> remaining;

    Rows(NavigableMap<Bytes, byte[]> rows) {
      remaining = new TreeMap<>(rows);
    }

    @Override
    public boolean hasNext() {
      return !remaining.isEmpty();
    }

    @Override
    public KeyValue<Bytes, byte[]> next() {
      Map.Entry<Bytes, byte[]> entry = remaining.pollFirstEntry();
      return KeyValue.pair(entry.getKey(), entry.getValue());
    }

    @Override
    public Bytes peekNextKey() {
      return remaining.firstKey();
    }

    @Override
    public void close() {}
  }
}
