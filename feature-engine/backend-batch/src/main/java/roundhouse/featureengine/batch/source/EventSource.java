package roundhouse.featureengine.batch.source;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
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
  public Rows read(String stream, List<String> fields, InstantRange range) {
    return read(files(stream).schema(), fields, range);
  }

  /// As [#read(String, List, InstantRange)], the events as those of a later schema of the stream: a
  /// field that was added is null, a type that became wider holds what was there. Throws
  /// [UnsupportedTableException] with the file, column and expectation where a file has no such
  /// events.
  public Rows read(StreamSchema schema, List<String> fields, InstantRange range) {
    List<StoredPart> parts = files(schema.name(), range).map(EventSource::part).toList();
    List<ViewColumn> view = view(schema);
    return new PartRows(
        store, verified, parts, table -> table.as(view), fields, schema.knownAt(), range);
  }

  /// Row groups with all events of a stream whose knownAt is in `range`, and maybe others, in the
  /// order of (knownAt, event id) within and across groups, as events of that schema: see
  /// [#read(StreamSchema, List, InstantRange)]. Files are checked against their digests at once.
  public List<RowGroup> rowGroups(StreamSchema schema, InstantRange range) {
    List<ViewColumn> view = view(schema);
    return files(schema.name(), range)
        .map(EventSource::part)
        .flatMap(part -> table(part).as(view).rowGroups(schema.knownAt(), range).stream())
        .toList();
  }

  private List<ViewColumn> view(StreamSchema schema) {
    return StreamView.of(schema, files(schema.name()).declared());
  }

  private ParquetTable table(StoredPart part) {
    verified.verify(part.key(), part.bytes(), part.sha256());
    return ParquetTable.open(store, part.key());
  }

  /// Digests of the files that have events of a stream whose knownAt is in `range`, in their order:
  /// all that a reader of that range can depend on.
  public List<String> digests(String stream, InstantRange range) {
    return files(stream, range).map(EventFile::sha256).toList();
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
    return range.touches(
        InstantRange.micros(file.firstKnownAt()), InstantRange.micros(file.lastKnownAt()));
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
