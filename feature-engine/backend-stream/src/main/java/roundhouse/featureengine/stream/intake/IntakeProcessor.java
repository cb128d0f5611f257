package roundhouse.featureengine.stream.intake;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.StoreBuilder;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.entity.EntityRecord;
import roundhouse.featureengine.stream.event.EventDecoder;
import roundhouse.featureengine.stream.event.EventId;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.featureengine.stream.event.PoisonedEventException;
import roundhouse.featureengine.stream.intake.Taken.Destination;

/// Takes in the records of one partition of a stream's topic: reads each, sets aside what is no
/// event or does not count, and passes what counts to every entity that it is about.
public final class IntakeProcessor implements Processor<byte[], byte[], byte[], Taken> {
  private static final int MOST_POOLED = 1 << 17;

  private final Source source;
  private final EventDecoder decoder;
  private final EventId.Reader ids;
  private final SelectedRow selected;
  private @Nullable ProcessorContext<byte[], Taken> context;
  private @Nullable IntakeStore store;
  private Mapping mapping;

  private IntakeProcessor(Source source) {
    this.source = source;
    decoder = source.topic().newDecoder();
    ids = EventId.reader(source.topic().schema());
    selected = new SelectedRow(source.topic().schema(), source.schema());
    mapping = new Mapping(source);
  }

  /// What is taken in.
  ///
  /// @param stream its place among the plan's streams
  /// @param kinds the entity kinds that are kept
  public record Source(
      Program program, int stream, EventTopic topic, List<EntityKind> kinds, IntakeCounts counts) {
    StreamSchema schema() {
      return program.plan().streams().get(stream);
    }
  }

  /// A supplier of processors, and of the stores that they need.
  public static ProcessorSupplier<byte[], byte[], byte[], Taken> supplier(Source source) {
    StreamSchema schema = source.schema();
    long lateness = Micros.of(schema.lateness());
    StoreBuilder<?> stores = IntakeStore.builder(schema.name(), lateness);
    return new ProcessorSupplier<>() {
      @Override
      public Processor<byte[], byte[], byte[], Taken> get() {
        return new IntakeProcessor(source);
      }

      @Override
      public Set<StoreBuilder<?>> stores() {
        return Set.of(stores);
      }
    };
  }

  @Override
  public void init(ProcessorContext<byte[], Taken> context) {
    this.context = context;
    store = context.getStateStore(IntakeStore.nameOf(source.schema().name()));
  }

  @Override
  public void process(Record<byte[], byte[]> taken) {
    RecordMetadata from = Objects.requireNonNull(context).recordMetadata().orElseThrow();
    try {
      take(taken, decoder.decode(taken.value()), from);
    } catch (PoisonedEventException e) {
      source.counts().countPoisoned();
      setAside(taken, Destination.DEAD_LETTER, String.valueOf(e.getMessage()), from);
    }
  }

  private void take(Record<byte[], byte[]> taken, Row decoded, RecordMetadata from) {
    Row event = selected.of(decoded);
    EventMapper mapper = mapping.mapper;
    SeenEvents seen = Objects.requireNonNull(store).seen();
    long knownAt = seen.raise(mapper.knownAt(event));
    Admission admission = mapper.admit(event);
    EventId id = ids.of(decoded);
    if (admission == Admission.ACCEPTED && !seen.isFirst(id, knownAt)) {
      admission = Admission.DUPLICATE;
    }
    source.counts().count(admission);
    if (admission == Admission.ACCEPTED) {
      pass(taken, id, mapper.map(event, knownAt), from);
    } else {
      setAside(taken, Destination.REFUSED, reason(admission), from);
    }
  }

  private void pass(Record<byte[], byte[]> taken, EventId id, int records, RecordMetadata from) {
    EventMapper mapper = mapping.mapper;
    for (int i = 0; i < records; i++) {
      EntityRecord.Writer writer = mapping.writer(mapper.entity(i), mapper.feed(i));
      if (writer != null) {
        byte[] key = writer.key(mapper.words(), mapper.at(i));
        byte[] value =
            writer.value(from.partition(), from.offset(), id, mapper.words(), mapper.at(i));
        forward(taken.withKey(key), Destination.ENTITY, value);
      }
    }
    if (mapping.pool.size() > MOST_POOLED) {
      mapping = new Mapping(source);
    }
  }

  private void setAside(
      Record<byte[], byte[]> taken, Destination where, String reason, RecordMetadata from) {
    forward(
        taken.withHeaders(SetAside.headers(taken.headers(), reason, from)), where, taken.value());
  }

  private void forward(Record<byte[], byte[]> record, Destination where, byte @Nullable [] value) {
    Objects.requireNonNull(context).forward(record.withValue(new Taken(where, value)));
  }

  private String reason(Admission admission) {
    StreamSchema schema = source.schema();
    return switch (admission) {
      case ACCEPTED -> throw new IllegalStateException("An accepted event is not set aside");
      case DUPLICATE -> "a copy: an event of its id came before";
      case LATE -> "late: known more than %s after it happened".formatted(schema.lateness());
      case BEFORE_ITS_TIME -> "known before it happened";
    };
  }

  @Override
  public void close() {
    if (store != null) {
      store.settle();
      store = null;
    }
  }

  /// Everything that holds words of one pool.
  private static final class Mapping {
    final ValuePool pool = new ValuePool();
    final EventMapper mapper;
    private final Map<Integer, List<EntityRecord.Writer>> writers = new HashMap<>();

    Mapping(Source source) {
      mapper = source.program().newEventMapper(source.stream(), pool);
      for (EntityKind kind : source.kinds()) {
        writers.put(
            kind.index(),
            kind.feeds().stream()
                .map(feed -> new EntityRecord.Writer(source.program(), kind, feed, pool))
                .toList());
      }
    }

    /// Null for an entity kind that is not kept.
    EntityRecord.@Nullable Writer writer(int kind, int feed) {
      List<EntityRecord.Writer> feeds = writers.get(kind);
      return feeds == null ? null : feeds.get(feed);
    }
  }
}
