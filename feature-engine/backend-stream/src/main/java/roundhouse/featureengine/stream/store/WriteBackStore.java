package roundhouse.featureengine.stream.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/// A view of a persistent key-value store with a changelog, whose changes stay in memory until the
/// transaction that they belong to is about to be committed. Restoring, moving and fencing are
/// those of the key-value store, which is Kafka's own.
///
/// A commit is told through [CachedStateStore], as to Kafka's own caching store: the one interface
/// of Kafka Streams used here that is not public. A Kafka that no longer calls it loses every
/// change at a restart, which `StreamApplicationIT` shows.
public abstract class WriteBackStore implements StateStore, CachedStateStore<byte[], byte[]> {
  /// What is kept, as of the last commit and what was written since.
  protected final KeyValueStore<Bytes, byte[]> rows;

  protected WriteBackStore(KeyValueStore<Bytes, byte[]> rows) {
    this.rows = rows;
  }

  /// Writes all changes to the rows.
  protected abstract void writeChanges();

  /// Forgets everything in memory: the rows may be another's soon.
  protected abstract void forget();

  /// Builds stores over persistent rows of that name.
  protected static <T extends WriteBackStore> StoreBuilder<T> builder(
      String name, Function<KeyValueStore<Bytes, byte[]>, T> store) {
    return new Builder<>(
        Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), Serdes.Bytes(), Serdes.ByteArray())
            .withCachingDisabled(),
        store);
  }

  /// For the processor's end: Kafka may next commit, or hand the rows to a standby.
  public final void settle() {
    writeChanges();
    forget();
  }

  @Override
  public final String name() {
    return rows.name();
  }

  @Override
  public final void init(StateStoreContext context, StateStore root) {
    rows.init(context, root);
  }

  @Override
  public final void flushCache() {
    writeChanges();
  }

  @Override
  public final void clearCache() {
    forget();
  }

  @Override
  public final boolean setFlushListener(
      CacheFlushListener<byte[], byte[]> listener, boolean sendOldValues) {
    return false;
  }

  @Override
  public void close() {
    forget();
    rows.close();
  }

  @Override
  public final boolean persistent() {
    return rows.persistent();
  }

  @Override
  public final boolean isOpen() {
    return rows.isOpen();
  }

  private static final class Builder<T extends WriteBackStore> implements StoreBuilder<T> {
    private final StoreBuilder<KeyValueStore<Bytes, byte[]>> rows;
    private final Function<KeyValueStore<Bytes, byte[]>, T> store;

    Builder(
        StoreBuilder<KeyValueStore<Bytes, byte[]>> rows,
        Function<KeyValueStore<Bytes, byte[]>, T> store) {
      this.rows = rows;
      this.store = store;
    }

    @Override
    public T build() {
      return store.apply(rows.build());
    }

    @Override
    public StoreBuilder<T> withCachingEnabled() {
      return this;
    }

    @Override
    public StoreBuilder<T> withCachingDisabled() {
      return this;
    }

    @Override
    public StoreBuilder<T> withLoggingEnabled(Map<String, String> configuration) {
      rows.withLoggingEnabled(configuration);
      return this;
    }

    @Override
    public StoreBuilder<T> withLoggingDisabled() {
      rows.withLoggingDisabled();
      return this;
    }

    @Override
    public Map<String, String> logConfig() {
      return new HashMap<>(rows.logConfig());
    }

    @Override
    public boolean loggingEnabled() {
      return rows.loggingEnabled();
    }

    @Override
    public String name() {
      return rows.name();
    }
  }
}
