package roundhouse.featureengine.batch.source;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.batch.archive.ArchivedTopic;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.source.EventSourceManifest.EventFile;
import roundhouse.featureengine.batch.source.EventSourceManifest.RecordedPartition;
import roundhouse.featureengine.batch.source.EventSourceManifest.RecordedTopic;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.RecordRow;
import roundhouse.featureengine.language.ast.FieldSchema;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.check.InvalidDefinitionException;
import roundhouse.featureengine.language.check.Problem;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Writes an event source: stream by stream, in any order of events, then the manifest. Until
/// [#commit] nothing is visible. Importing the same events again changes nothing; other events
/// under the same name are refused.
///
/// Memory is bounded by [EventSorter]; local disk by a copy of the largest stream. One thread at a
/// time.
public final class EventImport implements AutoCloseable {
  private final ObjectStore store;
  private final String source;
  private final Path scratch;
  private final List<StreamFiles> streams = new ArrayList<>();

  private EventImport(ObjectStore store, String source, Path scratch) {
    this.store = store;
    this.source = source;
    this.scratch = scratch;
  }

  /// Starts an import.
  ///
  /// @param source name of the source, unused so far or that of an equal import
  public static EventImport into(ObjectStore store, String source) {
    EventSource.manifestKey(source);
    try {
      return new EventImport(store, source, Files.createTempDirectory("event-import"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Imports a stream, whose events `events` passes as rows of the schema's fields, one call each;
  /// a row is copied. Throws [InvalidDefinitionException] for a schema that cannot be imported, and
  /// for an event with a value that is not of its field's type.
  public StreamFiles importStream(StreamSchema schema, Consumer<Consumer<Row>> events) {
    return importStream(schema, null, events);
  }

  private StreamFiles importStream(
      StreamSchema schema, @Nullable History declared, Consumer<Consumer<Row>> events) {
    checkSchema(schema);
    try (EventSorter sorter = new EventSorter(schema, scratch.resolve("runs"));
        EventFileWriter files = new EventFileWriter(store, source, schema, declared, scratch)) {
      EventValues values = new EventValues(schema);
      events.accept(
          event -> {
            values.problem(event).ifPresent(this::fail);
            sorter.add(event);
          });
      sorter.drainTo(files::add);
      StreamFiles written = files.finish();
      streams.add(written);
      return written;
    }
  }

  /// Imports the events of a stream from their records.
  public <E extends Record> StreamFiles importStream(
      EventStream<E> stream, Stream<? extends E> events) {
    StreamSchema schema = stream.schema();
    return importStream(
        schema, sink -> events.forEachOrdered(event -> sink.accept(RecordRow.of(event, schema))));
  }

  /// Imports the events of a Parquet file in the store `files`: a copy, in order.
  ///
  /// @param history where the fields are, and when events became known
  public StreamFiles importFile(
      StreamSchema schema, ObjectStore files, ObjectKey file, History history) {
    ParquetTable table = ParquetTable.open(files, file).as(StreamView.of(schema, history));
    return importStream(
        schema,
        history.ofCopy(),
        sink -> {
          try (Rows rows = table.read(schema.fieldNames())) {
            while (rows.next()) {
              sink.accept(rows);
            }
          }
        });
  }

  /// Makes a Parquet file of this store, which never changes, the events of a stream where it lies,
  /// without a copy. Its events are in the order of (knownAt, id): where they are not, this throws
  /// [InvalidDefinitionException], and [#importFile] sorts them. Reads the file once for its
  /// digest, and once its ids, its times and the fields of enumerations and decimals: a value that
  /// is not of its type is refused with an [UnsupportedTableException]. A row that lacks a value
  /// which may not be null is refused with a [CorruptObjectException]; such fields are read only
  /// where the file's statistics do not tell.
  ///
  /// @param history where the fields are, and when events became known
  public StreamFiles referFile(StreamSchema schema, ObjectKey file, History history) {
    checkSchema(schema);
    ParquetTable table = ParquetTable.open(store, file).as(StreamView.of(schema, history));
    OrderedFile order = OrderedFile.of(table, schema);
    if (order.broken() >= 0) {
      throw notInOrder(file, schema, order.broken());
    }
    Instant first = Micros.instant(order.firstKnownAt());
    Instant last = Micros.instant(order.lastKnownAt());
    boolean isEmpty = order.events() == 0;
    var part =
        new EventFile(
            file.value(),
            store.size(file).orElseThrow(),
            store.sha256Hex(file),
            order.events(),
            first,
            last);
    var files =
        new StreamFiles(
            schema,
            order.events(),
            history.unique() || order.increasing(),
            isEmpty ? null : first,
            isEmpty ? null : last,
            isEmpty ? List.of() : List.of(part),
            history,
            null);
    streams.add(files);
    return files;
  }

  /// Makes what is archived of a topic now the events of a stream, where it lies and without a
  /// copy; what is archived later is not part of this source. Each partition of the topic is a
  /// source partition: see [EventSource#isRecorded]. Reads the chains of the topic's archive.
  ///
  /// A stream that was imported before, with the same schema, has both: its history, and what the
  /// topic brought after it.
  ///
  /// @param schema every field of the topic's events, as it was archived by
  public StreamFiles referArchive(StreamSchema schema, String topic) {
    ArchivedTopic archive = ArchivedTopic.open(store, topic);
    if (archive.partitions() == 0) {
      throw refused(
          Problem.of(
              "Topic '" + topic + "'",
              "not archived",
              "an archive of it in " + store.location(),
              "correct the name, or start an archiver"));
    }
    Optional<StreamFiles> history =
        streams.stream()
            .filter(files -> files.schema().equals(schema) && files.recorded() == null)
            .findFirst();
    history.ifPresentOrElse(streams::remove, () -> checkSchema(schema));
    StreamFiles files = ArchivedStream.of(schema, archive, history.orElse(null));
    streams.add(files);
    return files;
  }

  private void fail(Problem problem) {
    throw refused(problem);
  }

  private InvalidDefinitionException refused(Problem problem) {
    return new InvalidDefinitionException("Import into source '" + source + "'", List.of(problem));
  }

  private InvalidDefinitionException notInOrder(ObjectKey file, StreamSchema schema, long row) {
    return refused(
        Problem.of(
            "File '" + file + "'",
            "row %d comes after a later event".formatted(row),
            "the order of (%s, %s)".formatted(schema.knownAt(), schema.id()),
            "sort the file, or import a copy with importFile, which sorts"));
  }

  /// Puts the manifest that makes the source visible. Throws [ConflictingObjectException] where the
  /// name is taken by other events.
  ///
  /// @param completeThrough every event known before this instant was imported
  public EventSource commit(Instant completeThrough) {
    List<StreamFiles> sorted =
        streams.stream().sorted(Comparator.comparing(files -> files.schema().name())).toList();
    var manifest =
        new EventSourceManifest(EventSourceManifest.FORMAT, source, completeThrough, sorted);
    store.putOnce(EventSource.manifestKey(source), ManifestJson.write(manifest));
    return EventSource.open(store, source);
  }

  /// As [#commit(Instant)], complete through the last event of all streams; with archived streams,
  /// through the earliest of their partitions' last events, for only what comes later in a
  /// partition cannot become visible before it. Throws [InvalidDefinitionException] where a
  /// partition has no event that would tell.
  public EventSource commit() {
    List<RecordedTopic> topics =
        streams.stream().flatMap(files -> Optional.ofNullable(files.recorded()).stream()).toList();
    return commit(topics.isEmpty() ? afterLastEvent() : earliestEnd(topics));
  }

  private Instant earliestEnd(List<RecordedTopic> topics) {
    List<Instant> ends = new ArrayList<>();
    for (RecordedTopic topic : topics) {
      for (RecordedPartition partition : topic.partitions()) {
        Instant end = partition.knownThrough();
        if (end == null) {
          throw refused(
              Problem.of(
                  "Topic '%s', partition %d".formatted(topic.topic(), partition.partition()),
                  "no event is archived",
                  "an event in each partition, to tell how far it has come",
                  "say what the source is complete through"));
        }
        ends.add(end);
      }
    }
    return ends.stream().min(Comparator.naturalOrder()).orElseThrow();
  }

  private Instant afterLastEvent() {
    return streams.stream()
        .map(StreamFiles::lastKnownAt)
        .filter(Objects::nonNull)
        .max(Comparator.naturalOrder())
        .map(last -> last.plus(InstantRange.MICROSECOND))
        .orElse(Instant.EPOCH);
  }

  private void checkSchema(StreamSchema schema) {
    List<Problem> problems = new ArrayList<>();
    String subject = "Stream '" + schema.name() + "'";
    if (streams.stream().anyMatch(files -> files.schema().name().equals(schema.name()))) {
      problems.add(Problem.of(subject, "imported before", "a stream once", "merge its events"));
    }
    checkField(subject, "id", schema, schema.id(), ValueType.LONG, ValueType.STRING, problems);
    checkField(
        subject, "event time", schema, schema.eventTime(), ValueType.INSTANT, null, problems);
    checkField(
        subject, "known-at time", schema, schema.knownAt(), ValueType.INSTANT, null, problems);
    if (!problems.isEmpty()) {
      throw new InvalidDefinitionException("Import into source '" + source + "'", problems);
    }
  }

  private static void checkField(
      String subject,
      String role,
      StreamSchema schema,
      String name,
      ValueType type,
      @Nullable ValueType otherType,
      List<Problem> problems) {
    FieldSchema field = schema.find(name).orElse(null);
    if (field == null
        || field.isNullable()
        || (!field.type().equals(type) && !field.type().equals(otherType))) {
      problems.add(
          Problem.of(
              subject,
              "%s field '%s' is %s".formatted(role, name, field == null ? "missing" : field),
              "a field that is never null, of type "
                  + type.text()
                  + (otherType == null ? "" : " or " + otherType.text()),
              "correct the stream's declaration"));
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(scratch)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
