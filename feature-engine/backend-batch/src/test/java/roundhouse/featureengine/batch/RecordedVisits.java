package roundhouse.featureengine.batch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.archive.ArchiveEntry;
import roundhouse.featureengine.batch.archive.ArchiveEntry.ArchiveFile;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.archive.ArchivedPartition;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.source.EventImport;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.Admission;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.interpreter.SourceEvent;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Visits as they came by topics of several partitions, out of order, and were archived.
final class RecordedVisits {
  static final int PARTITIONS = 3;
  static final List<StreamSchema> SCHEMAS =
      Stream.of(Visits.VISITED, Visits.PURCHASED, Visits.RETURNED)
          .map(EventStream::schema)
          .toList();

  private final Random random;
  private final Map<String, List<SourceEvent>> log = new HashMap<>();
  private final Map<String, Integer> archived = new HashMap<>();

  private RecordedVisits(Random random) {
    this.random = random;
  }

  /// @param from what became known before it comes by no topic
  static RecordedVisits random(long seed, Instant from) {
    Visits visits = Visits.random(seed);
    RecordedVisits recorded = new RecordedVisits(new Random(seed));
    recorded.record(Visits.VISITED.schema(), visits.visits(), from);
    recorded.record(Visits.PURCHASED.schema(), visits.purchases(), from);
    recorded.record(Visits.RETURNED.schema(), visits.returns(), from);
    return recorded;
  }

  /// Each comes up to an hour after it became known, copies by the partition of their original.
  private void record(StreamSchema schema, List<? extends Record> events, Instant from) {
    record Coming(long at, ArrayRow row) {}
    List<Coming> coming =
        events.stream()
            .map(event -> copy(RecordRow.of(event, schema), schema))
            .filter(row -> knownAt(schema, row) >= Micros.of(from))
            .map(row -> new Coming(knownAt(schema, row) + random.nextLong(3_600_000_000L), row))
            .sorted(Comparator.comparingLong(Coming::at))
            .toList();
    long offset = 100;
    List<SourceEvent> placed = new ArrayList<>();
    for (Coming each : coming) {
      Object id = Objects.requireNonNull(each.row().valueAt(schema.indexOf(schema.id())));
      // Not every offset is an event.
      offset += 1 + random.nextInt(2);
      placed.add(new SourceEvent(Math.floorMod(id.hashCode(), PARTITIONS), offset, each.row()));
    }
    log.put(schema.name(), placed);
  }

  /// Adds what became known before an instant, as an import has it.
  void prepend(Visits visits, Instant before) {
    prepend(Visits.VISITED.schema(), visits.visits(), before);
    prepend(Visits.PURCHASED.schema(), visits.purchases(), before);
    prepend(Visits.RETURNED.schema(), visits.returns(), before);
  }

  private void prepend(StreamSchema schema, List<? extends Record> events, Instant before) {
    List<SourceEvent> all = new ArrayList<>();
    events.stream()
        .map(event -> copy(RecordRow.of(event, schema), schema))
        .filter(row -> knownAt(schema, row) < Micros.of(before))
        .sorted(Comparator.comparingLong(row -> knownAt(schema, row)))
        .forEach(row -> all.add(new SourceEvent(-1, all.size(), row)));
    all.addAll(events(schema));
    log.put(schema.name(), all);
  }

  private static ArrayRow copy(Row row, StreamSchema schema) {
    List<Column> columns = ArchiveLayout.eventColumns(schema);
    RowBuffer buffer =
        new RowBuffer(columns.subList(columns.size() - schema.fields().size(), columns.size()));
    buffer.putAll(row);
    @Nullable Object[] values = new @Nullable Object[schema.fields().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = buffer.valueAt(i);
    }
    return ArrayRow.of(values);
  }

  static long knownAt(StreamSchema schema, ArrayRow row) {
    return row.longAt(schema.indexOf(schema.knownAt()));
  }

  static String topic(StreamSchema schema) {
    return schema.name() + "-topic";
  }

  /// Archives the first of the events, in segments of a few.
  ///
  /// @param share of them, 0 to 1
  void archive(ObjectStore store, Path scratch, double share) {
    for (StreamSchema schema : SCHEMAS) {
      List<SourceEvent> events = events(schema);
      int to = (int) (events.size() * share);
      int from = Objects.requireNonNullElse(archived.put(schema.name(), to), 0);
      for (int partition = 0; partition < PARTITIONS; partition++) {
        int each = partition;
        List<SourceEvent> ofPartition =
            events.subList(from, to).stream().filter(e -> e.partition() == each).toList();
        archive(store, scratch, schema, partition, ofPartition);
      }
    }
  }

  private void archive(
      ObjectStore store,
      Path scratch,
      StreamSchema schema,
      int partition,
      List<SourceEvent> events) {
    ArchivedPartition chain = ArchivedPartition.of(store, topic(schema), partition);
    chain.start(100);
    for (int at = 0; at < events.size(); ) {
      int to = Math.min(events.size(), at + 1 + random.nextInt(20));
      append(chain, store, scratch, schema, events.subList(at, to));
      at = to;
    }
  }

  private static void append(
      ArchivedPartition chain,
      ObjectStore store,
      Path scratch,
      StreamSchema schema,
      List<SourceEvent> events) {
    ArchiveEntry head = chain.head().orElseThrow();
    Instant earlier = head.knownThrough();
    long visibleAt = earlier == null ? Long.MIN_VALUE : Micros.of(earlier);
    long firstKnownAt = Long.MAX_VALUE;
    Path file = scratch.resolve("segment.parquet");
    try (var writer = ParquetTableWriter.create(file, ArchiveLayout.eventColumns(schema))) {
      for (SourceEvent event : events) {
        ArrayRow row = (ArrayRow) event.row();
        firstKnownAt = Math.min(firstKnownAt, knownAt(schema, row));
        visibleAt = Math.max(visibleAt, knownAt(schema, row));
        List<@Nullable Object> values = new ArrayList<>();
        values.addAll(
            List.of(topic(schema), (long) event.partition(), event.offset(), 0L, visibleAt));
        for (int i = 0; i < row.size(); i++) {
          values.add(row.valueAt(i));
        }
        writer.write(ArrayRow.of(values.toArray()));
      }
    }
    long next = events.getLast().offset() + 1;
    ArchiveFile put = put(store, head, schema, next, file, events.size());
    Instant first = Micros.instant(firstKnownAt);
    Instant through = Micros.instant(visibleAt);
    chain.append(
        head,
        (number, previous) ->
            new ArchiveEntry(
                ArchiveEntry.FORMAT,
                head.topic(),
                head.partition(),
                number,
                previous,
                head.nextOffset(),
                next,
                Instant.EPOCH,
                Instant.EPOCH,
                first,
                through,
                put,
                null));
  }

  private static ArchiveFile put(
      ObjectStore store,
      ArchiveEntry head,
      StreamSchema schema,
      long next,
      Path file,
      long records) {
    ObjectKey key =
        ArchiveLayout.eventFile(
            topic(schema), head.partition(), head.nextOffset(), next, Instant.EPOCH);
    try {
      store.putOnce(key, file);
      ArchiveFile put =
          new ArchiveFile(key.value(), Files.size(file), Digests.sha256Hex(file), records);
      Files.delete(file);
      return put;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// What is archived, as a source.
  EventSource source(ObjectStore store, String name) {
    try (EventImport events = EventImport.into(store, name)) {
      SCHEMAS.forEach(schema -> events.referArchive(schema, topic(schema)));
      return events.commit();
    }
  }

  List<SourceEvent> events(StreamSchema schema) {
    return Objects.requireNonNull(log.get(schema.name()));
  }

  /// The events of each of the plan's streams, with the fields that it reads.
  List<List<SourceEvent>> events(Plan plan) {
    return plan.streams().stream().map(this::planned).toList();
  }

  private List<SourceEvent> planned(StreamSchema planned) {
    StreamSchema schema = schema(planned.name());
    return events(schema).stream()
        .map(e -> new SourceEvent(e.partition(), e.offset(), fields(schema, planned, e)))
        .toList();
  }

  private static ArrayRow fields(StreamSchema schema, StreamSchema planned, SourceEvent event) {
    ArrayRow row = (ArrayRow) event.row();
    return ArrayRow.of(
        planned.fieldNames().stream()
            .<@Nullable Object>map(field -> row.valueAt(schema.indexOf(field)))
            .toArray());
  }

  private static StreamSchema schema(String name) {
    return SCHEMAS.stream().filter(each -> each.name().equals(name)).findFirst().orElseThrow();
  }

  /// The asks that count, in the order of rows: what is a copy is judged by when each became
  /// visible.
  List<ArrayRow> asks(Plan plan) {
    StreamSchema stream = plan.askStream();
    Duration lateness = stream.lateness();
    long bound = Micros.of(lateness);
    Map<Integer, Long> raised = new HashMap<>();
    Map<Object, Long> seen = new HashMap<>();
    List<ArrayRow> asks = new ArrayList<>();
    for (SourceEvent event : planned(stream)) {
      ArrayRow ask = (ArrayRow) event.row();
      long visible = raised.merge(event.partition(), knownAt(stream, ask), Math::max);
      long eventTime = ask.longAt(stream.indexOf(stream.eventTime()));
      Object id = Objects.requireNonNull(ask.valueAt(stream.indexOf(stream.id())));
      Long original = seen.get(id);
      if (Admission.ofTimes(eventTime, knownAt(stream, ask), bound) == Admission.ACCEPTED
          && (original == null || visible - original > bound)) {
        seen.put(id, visible);
        asks.add(ask);
      }
    }
    asks.sort(
        Comparator.<ArrayRow>comparingLong(ask -> knownAt(stream, ask))
            .thenComparing(ask -> ask.stringAt(stream.indexOf(stream.id()))));
    return asks;
  }
}
