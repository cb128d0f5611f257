package roundhouse.featureengine.service.served;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.RecentIds;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.ByteReader;
import roundhouse.featureengine.kernel.ByteWriter;
import roundhouse.featureengine.kernel.EntityFold;
import roundhouse.featureengine.kernel.RecordLayout;
import roundhouse.featureengine.kernel.ValuePool;
import roundhouse.featureengine.kernel.WordCodec;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.AskMapper;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.EventMapper;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.language.state.Bytes;
import roundhouse.featureengine.service.answer.Answer.EntityPart;
import roundhouse.featureengine.service.answer.AnswerEvents.Archived;
import roundhouse.featureengine.service.answer.ServedVector;
import roundhouse.featureengine.service.served.EntityHistory.Recorded;
import roundhouse.featureengine.service.served.EntityHistory.Source;
import roundhouse.featureengine.service.served.ServedReport.Difference;
import roundhouse.featureengine.stream.SourcePosition;
import roundhouse.featureengine.stream.event.EventTopic;
import roundhouse.storage.ObjectStore;

/// Computes served answers again from the archive: AS-SERVED, that is from the events at or before
/// the positions that each answer recorded, entity by entity, by the same folds. What comes out
/// must be what was served, to the bit.
///
/// It reads the archive of every topic from its beginning to the last position asked for, once, and
/// keeps the events of the sampled entities, and no string of another. For one thread.
public final class VerifyServed {
  private static final int MOST_POOLED = 1 << 17;

  private final ObjectStore store;
  private final Plan plan;
  private final Map<String, EventTopic> topicOfStream;
  private final ValuePool pool = new ValuePool();
  private final Program program;
  private final AskMapper asks;
  private final Map<Entity, EntityHistory> histories = new HashMap<>();
  private final Map<Source, Long> archivedThrough = new HashMap<>();

  private record Entity(int kind, Bytes key) {}

  /// @param topics as the stream application had them
  public VerifyServed(ObjectStore store, Plan plan, List<EventTopic> topics) {
    this.store = store;
    this.plan = plan;
    topicOfStream =
        topics.stream().collect(Collectors.toMap(topic -> topic.schema().name(), topic -> topic));
    program = Program.of(plan);
    asks = program.newAskMapper(pool);
  }

  /// Verifies a sample.
  ///
  /// @param answersTopic where the answers were archived from
  /// @param most so many answers at most
  public ServedReport verify(String answersTopic, int most, long seed) {
    ServedAnswers sample = ServedAnswers.sample(store, answersTopic, plan.hash(), most, seed);
    ServedVector vector = new ServedVector(plan);
    List<ArrayRow> rows =
        sample.answers().stream().map(answer -> vector.ask(answer.ask())).toList();
    rows.forEach(this::noteEntities);
    for (int stream = 0; stream < plan.streams().size(); stream++) {
      readStream(stream, lastPositions(sample.answers()));
    }
    List<Difference> differences = new ArrayList<>();
    int equal = 0;
    int early = 0;
    for (int i = 0; i < rows.size(); i++) {
      Archived answer = sample.answers().get(i);
      if (!isArchived(answer)) {
        early++;
        continue;
      }
      List<Difference> found = compare(answer, rows.get(i), vector);
      equal += found.isEmpty() ? 1 : 0;
      differences.addAll(found);
    }
    return new ServedReport(sample.archived(), rows.size(), equal, early, differences);
  }

  private void noteEntities(ArrayRow ask) {
    for (EntityKind kind : kinds()) {
      entity(kind, ask).ifPresent(entity -> histories.putIfAbsent(entity, new EntityHistory()));
    }
  }

  private Optional<Entity> entity(EntityKind kind, ArrayRow ask) {
    long[] key = new long[kind.keys().size()];
    return asks.key(kind.index(), ask, key, 0)
        ? Optional.of(entity(kind, key, 0, pool))
        : Optional.empty();
  }

  private static Entity entity(EntityKind kind, long[] words, int at, ValuePool pool) {
    ByteWriter key = new ByteWriter();
    WordCodec.of(kind.keys(), pool).write(words, at, key);
    return new Entity(kind.index(), Bytes.of(key.toBytes()));
  }

  private List<EntityKind> kinds() {
    return program.entities().stream().filter(kind -> kind.label().isEmpty()).toList();
  }

  private static Map<Source, Long> lastPositions(List<Archived> answers) {
    Map<Source, Long> last = new HashMap<>();
    for (Archived answer : answers) {
      for (EntityPart part : answer.entities()) {
        for (SourcePosition position : part.positions()) {
          last.merge(Source.of(position), position.offset(), Math::max);
        }
      }
    }
    return last;
  }

  private void readStream(int stream, Map<Source, Long> through) {
    StreamSchema schema = plan.streams().get(stream);
    EventTopic topic = topicOfStream.get(schema.name());
    if (topic == null) {
      throw new IllegalArgumentException(
          "Stream '%s': no topic of it is given; expected one for each of %s"
              .formatted(schema.name(), plan.streams().stream().map(StreamSchema::name).toList()));
    }
    ArchivedTopic archive = ArchivedTopic.open(store, topic.topic());
    for (int partition = 0; partition < archive.partitions(); partition++) {
      Source source = new Source(topic.topic(), partition);
      archivedThrough.put(source, archive.nextOffset(partition) - 1);
      Long last = through.get(source);
      if (last != null) {
        readPartition(stream, archive, source, last);
      }
    }
  }

  /// Takes events in as the stream's intake does: what counts, what is a copy, and when it became
  /// visible depend on all events before it in its partition.
  private void readPartition(int stream, ArchivedTopic archive, Source source, long last) {
    StreamSchema schema = plan.streams().get(stream);
    Mapping mapping = new Mapping(stream);
    RecentIds ids = new RecentIds(schema.lateness());
    int id = schema.indexOf(schema.id());
    List<String> columns = new ArrayList<>(schema.fieldNames());
    columns.add(ArchiveLayout.OFFSET);
    long knownAt = Long.MIN_VALUE;
    try (Rows event = archive.read(source.partition(), schema, columns)) {
      while (event.next() && event.longAt(columns.size() - 1) <= last) {
        mapping = mapping.orItsSuccessor();
        EventMapper mapper = mapping.mapper;
        knownAt = Math.max(knownAt, mapper.knownAt(event));
        boolean counts =
            mapper.admit(event) == Admission.ACCEPTED
                && ids.add(Objects.requireNonNull(event.valueAt(id)), knownAt);
        int records = counts ? mapper.map(event, knownAt) : 0;
        for (int i = 0; i < records; i++) {
          keep(mapping, i, knownAt, source, event.longAt(columns.size() - 1));
        }
      }
    }
  }

  private void keep(Mapping mapping, int i, long knownAt, Source source, long offset) {
    EventMapper mapper = mapping.mapper;
    EntityKind kind = program.entities().get(mapper.entity(i));
    EntityHistory history = histories.get(entity(kind, mapper.words(), mapper.at(i), mapping.pool));
    if (history != null) {
      RecordLayout layout = kind.feeds().get(mapper.feed(i)).layout();
      history.add(new Recorded(mapper.feed(i), mapping.record(layout, i), knownAt, source, offset));
    }
  }

  /// Maps events with words of a pool of its own, which is thrown away once it has grown: most
  /// events are about entities that are not in the sample.
  private final class Mapping {
    private final int stream;
    private final ValuePool pool = new ValuePool();
    private final EventMapper mapper;

    Mapping(int stream) {
      this.stream = stream;
      mapper = program.newEventMapper(stream, pool);
    }

    Mapping orItsSuccessor() {
      return pool.size() > MOST_POOLED ? new Mapping(stream) : this;
    }

    /// A record that was mapped, in words of the pool that is kept.
    long[] record(RecordLayout layout, int i) {
      ByteWriter bytes = new ByteWriter();
      WordCodec.of(layout.kinds(), pool).write(mapper.words(), mapper.at(i), bytes);
      long[] record = new long[layout.width()];
      WordCodec.of(layout.kinds(), VerifyServed.this.pool)
          .read(new ByteReader(bytes.toBytes()), record, 0);
      return record;
    }
  }

  /// How many different strings and lists are held.
  int pooled() {
    return pool.size();
  }

  private boolean isArchived(Archived answer) {
    return answer.entities().stream()
        .flatMap(part -> part.positions().stream())
        .allMatch(
            position ->
                archivedThrough.getOrDefault(Source.of(position), -1L) >= position.offset());
  }

  private List<Difference> compare(Archived answer, ArrayRow ask, ServedVector vector) {
    Set<String> missing = new HashSet<>();
    answer.entities().forEach(part -> missing.addAll(part.missing()));
    ArrayRow features = ArrayRow.ofSize(plan.features().size());
    asks.features(ask, outputs(answer, ask), 0, features);
    return vector.differences(answer, features, missing).stream()
        .map(
            each ->
                new Difference(
                    answer.answerId(),
                    answer.askId(),
                    each.subject(),
                    each.served(),
                    each.recomputed(),
                    answer.entities()))
        .toList();
  }

  private long[] outputs(Archived answer, ArrayRow ask) {
    long[] outputs = new long[program.outputWords()];
    for (EntityKind kind : kinds()) {
      program.nothing(kind.index(), outputs, kind.outputAt());
      Optional<EntityPart> part =
          answer.entities().stream()
              .filter(each -> each.kind() == kind.index() && each.unavailable() == null)
              .findFirst();
      Optional<Entity> entity = entity(kind, ask);
      if (part.isPresent() && entity.isPresent()) {
        EntityFold fold = program.newFold(kind.index(), pool);
        fold.clear();
        Objects.requireNonNull(histories.get(entity.get())).applyTo(fold, positions(part.get()));
        fold.answer(asks.askTime(kind.index(), ask), outputs, kind.outputAt());
      }
    }
    return outputs;
  }

  private static Map<Source, Long> positions(EntityPart part) {
    return part.positions().stream()
        .collect(Collectors.toMap(Source::of, SourcePosition::offset, Math::max));
  }
}
