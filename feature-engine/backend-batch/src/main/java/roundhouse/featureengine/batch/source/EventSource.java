package roundhouse.featureengine.batch.source;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import roundhouse.featureengine.batch.archive.ArchiveLayout;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.PartRows;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.StoredPart;
import roundhouse.featureengine.batch.parquet.VerifiedObjects;
import roundhouse.featureengine.batch.parquet.ViewColumn;
import roundhouse.featureengine.batch.source.EventSourceManifest.EventFile;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Imported events, immutable. Opening reads the manifest only; a file is checked against its
/// digest before its first event is returned, once per instance. Safe for use by many threads, each
/// with rows of its own.
public final class EventSource {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,127}");

  private final ObjectStore store;
  private final EventSourceManifest manifest;
  private final String sha256;
  private final VerifiedObjects verified;

  private EventSource(ObjectStore store, EventSourceManifest manifest, String sha256) {
    this.store = store;
    this.manifest = manifest;
    this.sha256 = sha256;
    verified = new VerifiedObjects(store);
  }

  /// Empty where no source of that name is imported. Throws [IllegalArgumentException] for what
  /// cannot be a name.
  public static Optional<EventSource> find(ObjectStore store, String name) {
    ObjectKey key = manifestKey(name);
    return store.find(key).map(json -> parse(store, key, json));
  }

  /// Throws [MissingObjectException] where no source of that name is imported, and
  /// [CorruptObjectException] where its manifest is none.
  public static EventSource open(ObjectStore store, String name) {
    ObjectKey key = manifestKey(name);
    return parse(store, key, store.read(key));
  }

  private static EventSource parse(ObjectStore store, ObjectKey key, byte[] json) {
    return new EventSource(
        store,
        ManifestJson.parse(key, store.location(), json, EventSourceManifest.class),
        Digests.sha256Hex(json));
  }

  static ObjectKey directory(String name) {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "Event source '%s': expected 1 to 128 of a-z 0-9 . _ -, starting with a letter or digit; correct the name"
              .formatted(name));
    }
    return ObjectKey.of("sources/" + name);
  }

  /// Key of a source's manifest.
  public static ObjectKey manifestKey(String name) {
    return directory(name).resolve("manifest.json");
  }

  public EventSourceManifest manifest() {
    return manifest;
  }

  /// Digest of the manifest, which names the digest of every file: it stands for all events.
  public String sha256() {
    return sha256;
  }

  /// Events of a stream of this source whose knownAt is in `range`, with the named fields in the
  /// order of `fields`, in the order of (knownAt, event id). Files and row groups outside of the
  /// range are not read.
  ///
  /// Of a recorded stream ([#isRecorded]) the range is of when events became visible, and events
  /// come source partition by source partition, each in its order.
  public Rows read(String stream, List<String> fields, InstantRange range) {
    return read(files(stream).schema(), fields, range);
  }

  /// As [#read(String, List, InstantRange)], the events as those of a later schema of the stream: a
  /// field that was added is null, a type that became wider holds what was there. Throws
  /// [UnsupportedTableException] with the file, column and expectation where a file has no such
  /// events.
  public Rows read(StreamSchema schema, List<String> fields, InstantRange range) {
    return read(schema, files(schema.name(), range).toList(), fields, range);
  }

  private Rows read(
      StreamSchema schema, List<EventFile> files, List<String> fields, InstantRange range) {
    Map<ObjectKey, List<ViewColumn>> views = new HashMap<>();
    files.forEach(file -> views.put(ObjectKey.of(file.file()), view(schema, file)));
    return new PartRows(
        store,
        verified,
        files.stream().map(EventSource::part).toList(),
        (part, table) -> table.as(Objects.requireNonNull(views.get(part.key()))),
        fields,
        visibleAt(schema),
        range);
  }

  /// A file's own columns, all of its rows.
  public Rows readFile(EventFile file, List<String> columns) {
    return table(part(file)).read(columns);
  }

  /// Row groups with all events of a stream whose knownAt is in `range`, and maybe others, in the
  /// order of (knownAt, event id) within and across groups, as events of that schema: see
  /// [#read(StreamSchema, List, InstantRange)], also for recorded streams. Files are checked
  /// against their digests at once.
  public List<RowGroup> rowGroups(StreamSchema schema, InstantRange range) {
    return files(schema.name(), range)
        .flatMap(
            file ->
                table(part(file))
                    .as(view(schema, file))
                    .rowGroups(visibleAt(schema), range)
                    .stream())
        .toList();
  }

  /// Whether a stream has events that were archived from partitions of a topic. Its rows then also
  /// have the columns [ArchiveLayout#VISIBLE_AT], by which they are ordered within a partition, and
  /// [ArchiveLayout#PARTITION], null for what was imported.
  public boolean isRecorded(String stream) {
    return manifest.find(stream).map(StreamFiles::recorded).isPresent();
  }

  private String visibleAt(StreamSchema schema) {
    return isRecorded(schema.name()) ? ArchiveLayout.VISIBLE_AT : schema.knownAt();
  }

  private List<ViewColumn> view(StreamSchema schema, EventFile file) {
    History declared = files(schema.name()).declared();
    return isRecorded(schema.name())
        ? StreamView.ofRecorded(schema, declared, file)
        : StreamView.of(schema, declared);
  }

  private ParquetTable table(StoredPart part) {
    verified.verify(part.key(), part.bytes(), part.sha256());
    return ParquetTable.open(store, part.key());
  }

  /// Digests of the files that have events of a stream whose knownAt is in `range`, of a recorded
  /// stream those that became visible in it, in their order: all that a reader of that range can
  /// depend on.
  public List<String> digests(String stream, InstantRange range) {
    return files(stream, range).map(EventFile::sha256).toList();
  }

  /// As [#digests], of what [#readAsks] reads.
  public List<String> askDigests(StreamSchema schema, InstantRange range) {
    return askFiles(schema, range).map(EventFile::sha256).toList();
  }

  /// Every event of a stream that says itself that it became known in the range, or that became
  /// visible in it, everything that tells which of them are copies, and maybe others; source
  /// partition by source partition.
  public Rows readAsks(StreamSchema schema, List<String> fields, InstantRange range) {
    return read(schema, askFiles(schema, range).toList(), fields, InstantRange.ALL);
  }

  /// In each partition from the first file that could have an original of a copy to the last that
  /// has an event of the range.
  private Stream<EventFile> askFiles(StreamSchema schema, InstantRange range) {
    InstantRange originals = range.startingEarlier(schema.lateness());
    Map<Integer, List<EventFile>> byPartition = new LinkedHashMap<>();
    for (EventFile file : files(schema.name()).files()) {
      int partition = file.archived() == null ? -1 : file.archived().partition();
      byPartition.computeIfAbsent(partition, _ -> new ArrayList<>()).add(file);
    }
    return byPartition.values().stream()
        .flatMap(
            files -> {
              int last = files.size();
              while (last > 0 && !begins(files.get(last - 1), range)) {
                last--;
              }
              return files.subList(0, last).stream()
                  .filter(file -> Micros.nearest(file.lastKnownAt()) >= originals.fromMicros());
            });
  }

  private static boolean begins(EventFile file, InstantRange range) {
    return Micros.nearest(file.firstKnownAt()) < range.toMicros();
  }

  private StreamFiles files(String stream) {
    return manifest
        .find(stream)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "Stream '%s': not in source '%s'; expected one of %s"
                        .formatted(stream, manifest.source(), streamNames())));
  }

  private Stream<EventFile> files(String stream, InstantRange range) {
    return files(stream).files().stream().filter(file -> touches(file, range));
  }

  private static StoredPart part(EventFile file) {
    return new StoredPart(ObjectKey.of(file.file()), file.bytes(), file.sha256());
  }

  private static boolean touches(EventFile file, InstantRange range) {
    return range.touches(Micros.nearest(file.visibleFrom()), Micros.nearest(file.lastKnownAt()));
  }

  /// Whether no id of that stream occurs twice within the bound on lateness of `schema`, a plan's.
  public boolean isUnique(StreamSchema schema) {
    return manifest
        .find(schema.name())
        .filter(StreamFiles::unique)
        .filter(files -> files.schema().lateness().compareTo(schema.lateness()) >= 0)
        .isPresent();
  }

  /// Names of the streams, in the manifest's order.
  public List<String> streamNames() {
    return manifest.streams().stream().map(files -> files.schema().name()).toList();
  }
}
