package roundhouse.activities.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;
import roundhouse.featureengine.batch.dataset.DatasetManifest;
import roundhouse.featureengine.batch.dataset.RowsDigest;
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
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.TrainingRequest;

/// A dataset of sixty days with an ask an hour, for tests. From day 50 on there is a carrier, `ZZ`,
/// that no earlier row has. Its source is complete through the end.
public final class SmallDataset {
  public static final String ID = "late-arrival-v1-0123456789abcdef";
  public static final Instant FROM = Instant.parse("2013-01-01T00:00:00Z");
  public static final Duration MATURITY = Duration.ofHours(24);
  public static final int HOURS = 60 * 24;

  private static final List<DatasetColumn> COLUMNS =
      List.of(
          new DatasetColumn("flightId", ColumnType.LONG, false, Role.ASK_ID, "flightId"),
          new DatasetColumn("askTime", ColumnType.INSTANT, false, Role.ASK_TIME, "knownAt"),
          new DatasetColumn("carrier", ColumnType.TEXT, true, Role.FEATURE, "carrier"),
          new DatasetColumn("distance", ColumnType.DOUBLE, false, Role.FEATURE, "distance"),
          new DatasetColumn("departures", ColumnType.LONG, false, Role.FEATURE, null),
          new DatasetColumn("delay_mean", ColumnType.DOUBLE, true, Role.FEATURE, null),
          new DatasetColumn("is_holiday", ColumnType.BOOLEAN, true, Role.FEATURE, null),
          new DatasetColumn("late", ColumnType.BOOLEAN, true, Role.LABEL, null));

  private SmallDataset() {}

  /// Time of an ask by its number, counted from 0.
  public static Instant askTime(int hour) {
    return FROM.plus(Duration.ofHours(hour));
  }

  /// Every twentieth ask is unlabelled.
  public static boolean isLabelled(int hour) {
    return hour % 20 != 7;
  }

  /// A request with a hold-out of the ten days before day 50.
  public static TrainingRequest request(String workflow, Map<String, Object> params) {
    return new TrainingRequest(
        "late-arrival",
        "flights team",
        ID,
        List.of(),
        "",
        "late",
        FROM.plus(Duration.ofDays(50)),
        HoldOut.last(Duration.ofDays(10)),
        workflow,
        params,
        "cpu");
  }

  /// Puts the dataset into the store.
  public static void write(ObjectStore store, Path folder) throws IOException {
    Path file = folder.resolve("part-0.parquet");
    RowsDigest digest = new RowsDigest(COLUMNS.stream().map(DatasetColumn::column).toList());
    long positive = writeRows(file, digest);
    ObjectKey key = Dataset.directory(ID).resolve("ask_month=2013-01/part-0.parquet");
    store.putOnce(key, file);
    DatasetManifest.Partition partition =
        new DatasetManifest.Partition(
            "ask_month=2013-01",
            key.value(),
            Files.size(file),
            Digests.sha256Hex(file),
            digest.hex(),
            FROM,
            askTime(HOURS),
            HOURS,
            FROM,
            askTime(HOURS - 1));
    byte[] source =
        ManifestJson.write(
            new EventSourceManifest(
                EventSourceManifest.FORMAT, "flights", askTime(HOURS), List.of()));
    store.putOnce(EventSource.manifestKey("flights"), source);
    DatasetManifest manifest =
        new DatasetManifest(
            DatasetManifest.FORMAT,
            ID,
            "late-arrival@1",
            Digests.sha256Hex("plan"),
            "flights",
            Digests.sha256Hex(source),
            FROM,
            askTime(HOURS),
            COLUMNS,
            List.of(new DatasetManifest.Label("late", MATURITY, HOURS - HOURS / 20, positive)),
            List.of(partition),
            RowsDigest.ofPartitions(List.of(partition)),
            HOURS,
            0,
            null);
    store.putOnce(Dataset.manifestKey(ID), ManifestJson.write(manifest));
  }

  private static long writeRows(Path file, RowsDigest digest) {
    SplittableRandom random = new SplittableRandom(11);
    long positive = 0;
    try (ParquetTableWriter writer =
        ParquetTableWriter.create(file, COLUMNS.stream().map(DatasetColumn::column).toList())) {
      RowBuffer row = writer.newRow();
      for (int hour = 0; hour < HOURS; hour++) {
        row.clear();
        boolean late = fill(row, hour, random);
        positive += late && isLabelled(hour) ? 1 : 0;
        digest.add(row);
        writer.write(row);
      }
    }
    return positive;
  }

  private static boolean fill(RowBuffer row, int hour, SplittableRandom random) {
    String carrier = List.of("UA", "AA", "DL", "B6").get(random.nextInt(4));
    double delay = random.nextGaussian();
    boolean late = delay + (carrier.equals("UA") ? 1 : 0) > random.nextDouble();
    row.putLong(0, hour);
    row.putLong(1, Micros.of(askTime(hour)));
    if (random.nextInt(50) > 0) {
      row.putString(2, hour >= 50 * 24 ? "ZZ" : carrier);
    }
    row.putDouble(3, random.nextInt(100, 2_500));
    row.putLong(4, random.nextInt(0, 40));
    if (random.nextInt(10) > 0) {
      row.putDouble(5, delay);
    }
    if (random.nextInt(10) > 0) {
      row.putBoolean(6, random.nextBoolean());
    }
    if (isLabelled(hour)) {
      row.putBoolean(7, late);
    }
    return late;
  }
}
