package roundhouse.featureengine.stream.intake;

import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.stream.store.WriteBackStore;

/// A store of what the intake of one source partition remembers.
public final class IntakeStore extends WriteBackStore {
  private final long lateness;
  private @Nullable SeenEvents seen;

  private IntakeStore(long lateness, KeyValueStore<Bytes, byte[]> rows) {
    super(rows);
    this.lateness = lateness;
  }

  /// The name of a stream's stores.
  public static String nameOf(String stream) {
    return "intake-" + stream;
  }

  /// Builds stores for the source partitions of a stream.
  ///
  /// @param lateness the stream's bound in microseconds
  static StoreBuilder<IntakeStore> builder(String stream, long lateness) {
    return WriteBackStore.builder(nameOf(stream), rows -> new IntakeStore(lateness, rows));
  }

  /// What is remembered, opened where it is not; for the stream's thread alone.
  SeenEvents seen() {
    SeenEvents opened = seen;
    if (opened == null) {
      opened = new SeenEvents(lateness, rows);
      seen = opened;
    }
    return opened;
  }

  @Override
  protected void writeChanges() {
    if (seen != null) {
      seen.flush();
    }
  }

  @Override
  protected void forget() {
    seen = null;
  }
}
