package roundhouse.featureengine.stream.entity;

import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.QueryableStoreType;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.StateStoreProvider;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.UnreadableStateException;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.event.EventId;
import roundhouse.featureengine.stream.store.WriteBackStore;

/// A store of the entities of one partition, over a persistent key-value store of Kafka's with a
/// changelog. The processor applies records, and any thread may ask: one at a time, so that an
/// answer and its positions are of one moment.
///
/// An answer may be of records whose transaction is still open. Should it be aborted, the same
/// records are applied again, so that the values at those positions stay what they were.
public final class EntityStore extends WriteBackStore {
  public static final String NAME = "entities";

  private static final int ROWS_A_STEP = 50;

  private final Program program;
  private final List<EntityKind> kinds;
  private final int mostLive;

  /// Fair, so that asks get their turn between the steps of what takes long.
  private final ReentrantLock lock = new ReentrantLock(true);

  private @Nullable LiveEntities entities;

  private EntityStore(
      Program program, List<EntityKind> kinds, int mostLive, KeyValueStore<Bytes, byte[]> rows) {
    super(rows);
    this.program = program;
    this.kinds = kinds;
    this.mostLive = mostLive;
  }

  /// Builds stores of these entity kinds.
  ///
  /// @param mostLive how many entities stay in memory
  public static StoreBuilder<EntityStore> builder(
      Program program, List<EntityKind> kinds, int mostLive) {
    return WriteBackStore.builder(NAME, rows -> new EntityStore(program, kinds, mostLive, rows));
  }

  /// Finds the store of a partition among those of this instance.
  public static QueryableStoreType<EntityStore> queryable() {
    return new QueryableStoreType<>() {
      @Override
      public boolean accepts(StateStore store) {
        return store instanceof EntityStore;
      }

      @Override
      public EntityStore create(StateStoreProvider provider, String name) {
        return provider.stores(name, this).getFirst();
      }
    };
  }

  /// Opens what was kept.
  ///
  /// @throws UnreadableStateException if it is not this program's
  void requireReadable() {
    lock.lock();
    try {
      open();
    } finally {
      lock.unlock();
    }
  }

  /// Applies a record to its entity.
  void apply(byte[] recordKey, byte[] value) {
    lock.lock();
    try {
      open().apply(recordKey, value);
      open().trim();
    } finally {
      lock.unlock();
    }
  }

  /// Says what an entity answers.
  ///
  /// @param askTime the ask's instant in microseconds
  public Reply answer(int kind, byte[] key, EventId askId, long askTime) {
    lock.lock();
    try {
      return open().answer(kind, key, askId, askTime);
    } finally {
      lock.unlock();
    }
  }

  /// Deletes some of the entities of which nothing matters any more, in steps that hold up no ask.
  void sweep(int mostRows) {
    for (int rows = 0; rows < mostRows; rows += ROWS_A_STEP) {
      lock.lock();
      try {
        open().sweep(ROWS_A_STEP);
      } finally {
        lock.unlock();
      }
    }
  }

  @Override
  protected void writeChanges() {
    lock.lock();
    try {
      if (entities != null) {
        entities.flush();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void forget() {
    lock.lock();
    try {
      entities = null;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      super.close();
    } finally {
      lock.unlock();
    }
  }

  private LiveEntities open() {
    LiveEntities opened = entities;
    if (opened == null) {
      opened = new LiveEntities(program, kinds, mostLive, rows);
      entities = opened;
    }
    return opened;
  }

  /// What becomes of an ask.
  public sealed interface Reply {}

  /// Why an entity does not answer.
  public enum Refusal implements Reply {
    /// The ask has been applied to it as an event.
    APPLIED,
    /// It happened before the end of the state that this one was started from, which does not say
    /// whether it is in it as an event.
    PERHAPS_APPLIED,
    /// It happened longer before the latest event than asks may be late: events that it looks back
    /// on may be gone.
    BEHIND
  }

  /// What an entity answered.
  ///
  /// @param outputs words of its kind's outputs in their portable form, as URL-safe Base64
  /// @param appliedThrough the latest knownAt applied in the partition, in microseconds;
  ///   `Long.MIN_VALUE` before the first
  public record Answered(String outputs, List<Position> positions, long appliedThrough)
      implements Reply {
    public Answered {
      positions = List.copyOf(positions);
    }
  }

  /// A last offset applied.
  ///
  /// @param stream its place among the plan's streams
  public record Position(int stream, int partition, long offset) {}
}
