package roundhouse.featureengine.batch.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Partition;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.Rows;
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
    return new Dataset(store, DatasetJson.parseManifest(key, store.location(), store.read(key)));
  }

  /// Empty where no dataset of that id is committed.
  public static Optional<Dataset> find(ObjectStore store, String datasetId) {
    ObjectKey key = manifestKey(datasetId);
    return store
        .find(key)
        .map(bytes -> new Dataset(store, DatasetJson.parseManifest(key, store.location(), bytes)));
  }

  /// Key of a dataset's directory.
  public static ObjectKey directory(String datasetId) {
    return ObjectKey.of("datasets/" + datasetId);
  }

  public static ObjectKey manifestKey(String datasetId) {
    return directory(datasetId).resolve("manifest.json");
  }

  public DatasetManifest manifest() {
    return manifest;
  }

  /// All rows with the named columns, in the order of `names`; an unknown name is refused.
  public Rows read(List<String> names) {
    return read(names, InstantRange.ALL);
  }

  /// As [#read(List)], only rows whose ask time is in `range`; files and row groups outside are not
  /// read.
  public Rows read(List<String> names, InstantRange range) {
    checkKnown(names);
    List<Partition> partitions =
        manifest.partitions().stream()
            .filter(p -> p.rows() > 0 && range.touches(micros(p.firstAsk()), micros(p.lastAsk())))
            .toList();
    return new DatasetRows(store, verified, manifest, partitions, names, range);
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

  private static long micros(java.time.Instant instant) {
    return java.time.temporal.ChronoUnit.MICROS.between(java.time.Instant.EPOCH, instant);
  }
}
