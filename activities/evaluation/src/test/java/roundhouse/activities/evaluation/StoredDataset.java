package roundhouse.activities.evaluation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Label;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Partition;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.storage.Digests;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Fourteen days of asks, two hundred a day and evenly spread, three in ten late. `strong` and
/// `rival` tell late asks apart equally well, `weak` hardly. Every 50th ask is unlabelled; every
/// third is of carrier UA, the others of AA. `sometimes` is `strong`, null for every tenth ask.
final class StoredDataset {
  static final String ID = "late-arrival-v1-0123456789abcdef";
  static final String PLAN = "b".repeat(64);
  static final Instant FROM = Instant.parse("2013-10-18T00:00:00Z");
  static final Instant TO = Instant.parse("2013-11-01T00:00:00Z");
  static final Duration MATURITY = Duration.ofHours(24);
  static final int ASKS = 2800;

  private static final List<DatasetColumn> COLUMNS =
      List.of(
          new DatasetColumn("flightId", ColumnType.LONG, false, Role.ASK_ID, "flightId"),
          new DatasetColumn("askTime", ColumnType.INSTANT, false, Role.ASK_TIME, null),
          new DatasetColumn("carrier", ColumnType.TEXT, false, Role.FEATURE, "carrier"),
          new DatasetColumn("strong", ColumnType.DOUBLE, true, Role.FEATURE, null),
          new DatasetColumn("rival", ColumnType.DOUBLE, true, Role.FEATURE, null),
          new DatasetColumn("weak", ColumnType.DOUBLE, true, Role.FEATURE, null),
          new DatasetColumn("sometimes", ColumnType.DOUBLE, true, Role.FEATURE, null),
          new DatasetColumn("late", ColumnType.BOOLEAN, true, Role.LABEL, null));

  /// Complete through the last ask.
  private static final byte[] SOURCE =
      ManifestJson.write(
          new EventSourceManifest(EventSourceManifest.FORMAT, "flights", TO, List.of()));

  private StoredDataset() {}

  static void write(ObjectStore store, Path scratch) {
    write(store, scratch, ID, PLAN, ASKS);
  }

  /// @param asks how many of them, from the first
  static void write(ObjectStore store, Path scratch, String id, String planHash, int asks) {
    Path file = scratch.resolve(id + ".parquet");
    try (ParquetTableWriter writer =
        ParquetTableWriter.create(file, COLUMNS.stream().map(DatasetColumn::column).toList())) {
      RowBuffer row = writer.newRow();
      for (int ask = 0; ask < asks; ask++) {
        fill(row, ask);
        writer.write(row);
      }
    }
    ObjectKey key = Dataset.directory(id).resolve("ask_month=2013-10/part-0.parquet");
    store.putOnce(key, file);
    store.putOnce(EventSource.manifestKey("flights"), SOURCE);
    store.putOnce(Dataset.manifestKey(id), ManifestJson.write(manifest(id, planHash, key, file)));
  }

  static Instant askTime(int ask) {
    return FROM.plus(Duration.between(FROM, TO).multipliedBy(ask).dividedBy(ASKS));
  }

  static boolean isLabelled(int ask) {
    return ask % 50 != 0;
  }

  private static void fill(RowBuffer row, int ask) {
    SplittableRandom random = new SplittableRandom(ask * 7919L);
    boolean late = random.nextDouble() < 0.3;
    row.clear();
    row.putLong(0, ask);
    row.putLong(1, Micros.of(askTime(ask)));
    row.putString(2, ask % 3 == 0 ? "UA" : "AA");
    double strong = random.nextGaussian() + (late ? 1.2 : 0);
    row.putDouble(3, strong);
    row.putDouble(4, random.nextGaussian() + (late ? 1.2 : 0));
    row.putDouble(5, random.nextGaussian() + (late ? 0.3 : 0));
    if (ask % 10 != 0) {
      row.putDouble(6, strong);
    }
    if (isLabelled(ask)) {
      row.putBoolean(7, late);
    }
  }

  private static DatasetManifest manifest(String id, String planHash, ObjectKey key, Path file) {
    Partition partition =
        new Partition(
            "ask_month=2013-10",
            key.value(),
            size(file),
            Digests.sha256Hex(file),
            "c".repeat(64),
            FROM,
            TO,
            ASKS,
            FROM,
            askTime(ASKS - 1));
    return new DatasetManifest(
        DatasetManifest.FORMAT,
        id,
        "late-arrival@1",
        planHash,
        "flights",
        Digests.sha256Hex(SOURCE),
        FROM,
        TO,
        COLUMNS,
        List.of(new Label("late", MATURITY, ASKS - ASKS / 50, 0)),
        List.of(partition),
        "e".repeat(64),
        ASKS,
        0,
        null);
  }

  private static long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
