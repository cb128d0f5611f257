package roundhouse.featureengine.batch.dataset;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Partition;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.featureengine.batch.parquet.PartRows;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.batch.parquet.StoredPart;
import roundhouse.featureengine.batch.parquet.VerifiedObjects;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// An immutable dataset: rows ordered by (ask time, ask id), each with the ask's id and time,
/// features and labels.
///
/// Opening reads the manifest only. A file's bytes are checked against its digest before the first
/// row of it is returned, once per instance; what is missing, cut short or altered fails as
/// [CorruptObjectException]. Safe for use by many threads, each with rows of its own.
public final class Dataset {
  private final ObjectStore store;
  private final DatasetManifest manifest;
  private final VerifiedObjects verified;

  private Dataset(ObjectStore store, DatasetManifest manifest) {
    this.store = store;
    this.manifest = manifest;
    verified = new VerifiedObjects(store);
  }

  /// Throws [MissingObjectException] where no dataset of that id is committed.
  public static Dataset open(ObjectStore store, String datasetId) {
    ObjectKey key = manifestKey(datasetId);
    return new Dataset(store, parse(store, key, store.read(key)));
  }

  /// Empty where no dataset of that id is committed.
  public static Optional<Dataset> find(ObjectStore store, String datasetId) {
    ObjectKey key = manifestKey(datasetId);
    return store.find(key).map(bytes -> new Dataset(store, parse(store, key, bytes)));
  }

  /// Key of a dataset's directory.
  public static ObjectKey directory(String datasetId) {
    return ObjectKey.of("datasets/" + datasetId);
  }

  /// Key of a dataset's manifest. Readers of Parquet folders, such as pandas, skip names that begin
  /// with an underscore.
  public static ObjectKey manifestKey(String datasetId) {
    return directory(datasetId).resolve("_manifest.json");
  }

  public DatasetManifest manifest() {
    return manifest;
  }

  /// Every event known before this instant was there when the rows were made. A label that was
  /// still open then is not final, whatever its column says. Empty where the source is not in this
  /// store.
  public Optional<Instant> completeThrough() {
    return EventSource.find(store, manifest.source())
        .filter(source -> source.sha256().equals(manifest.sourceSha256()))
        .map(source -> source.manifest().completeThrough());
  }

  /// All rows with the named columns, in the order of `names`; an unknown name is refused.
  public Rows read(List<String> names) {
    return read(names, InstantRange.ALL);
  }

  /// As [#read(List)], only rows whose ask time is in `range`; files and row groups outside are not
  /// read.
  public Rows read(List<String> names, InstantRange range) {
    checkKnown(names);
    List<StoredPart> parts =
        manifest.partitions().stream()
            .filter(partition -> hasRows(partition, range))
            .map(p -> new StoredPart(ObjectKey.of(p.file()), p.bytes(), p.sha256()))
            .toList();
    return new PartRows(store, verified, parts, names, manifest.askTime(), range);
  }

  private void checkKnown(List<String> names) {
    List<String> unknown = new ArrayList<>(names);
    unknown.removeAll(manifest.columns().stream().map(DatasetColumn::name).toList());
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "Dataset '%s': has no columns %s; expected some of %s"
              .formatted(
                  manifest.datasetId(),
                  unknown,
                  manifest.columns().stream().map(DatasetColumn::name).toList()));
    }
  }

  private static boolean hasRows(Partition partition, InstantRange range) {
    return partition.rows() > 0
        && range.touches(Micros.nearest(partition.firstAsk()), Micros.nearest(partition.lastAsk()));
  }

  private static DatasetManifest parse(ObjectStore store, ObjectKey key, byte[] json) {
    return ManifestJson.parse(key, store.location(), json, DatasetManifest.class);
  }
}
