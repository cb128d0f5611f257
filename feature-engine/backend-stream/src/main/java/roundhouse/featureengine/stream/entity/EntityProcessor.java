package roundhouse.featureengine.stream.entity;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;

/// Applies re-keyed records to their entities, and sweeps out those that no ask can look back on.
public final class EntityProcessor implements Processor<byte[], byte[], Void, Void> {
  private static final Duration SWEEP_EVERY = Duration.ofSeconds(1);
  private static final int SWEPT_ROWS = 2_000;

  private @Nullable EntityStore store;

  private final LongAdder applied;

  private EntityProcessor(LongAdder applied) {
    this.applied = applied;
  }

  /// A supplier of processors with stores of that kind.
  ///
  /// @param applied counts the records that were applied
  public static ProcessorSupplier<byte[], byte[], Void, Void> supplier(
      StoreBuilder<EntityStore> stores, LongAdder applied) {
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], Void, Void> get() {
        return new EntityProcessor(applied);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(stores);
      }
    };
  }

  @Override
  public void init(ProcessorContext<Void, Void> context) {
    EntityStore kept = context.getStateStore(EntityStore.NAME);
    kept.requireReadable();
    context.schedule(SWEEP_EVERY, PunctuationType.WALL_CLOCK_TIME, _ -> kept.sweep(SWEPT_ROWS));
    store = kept;
  }

  @Override
  public void process(Record<byte[], byte[]> event) {
    Objects.requireNonNull(store).apply(event.key(), event.value());
    applied.increment();
  }

  @Override
  public void close() {
    if (store != null) {
      store.settle();
      store = null;
    }
  }
}
