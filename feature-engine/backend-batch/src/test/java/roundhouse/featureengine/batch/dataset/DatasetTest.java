package roundhouse.featureengine.batch.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.dataset.DatasetColumn.Role;
import roundhouse.featureengine.batch.dataset.DatasetManifest.Partition;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.ColumnType;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ManifestJson;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.parquet.Rows;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.Digests;
import roundhouse.storage.MissingObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

class DatasetTest {
  private static final List<DatasetColumn> COLUMNS =
      List.of(
          new DatasetColumn("orderId", ColumnType.LONG, false, Role.ASK_ID, "orderId"),
          new DatasetColumn("askTime", ColumnType.INSTANT, false, Role.ASK_TIME, "at"),
          new DatasetColumn("amount", ColumnType.DOUBLE, true, Role.FEATURE, null),
          new DatasetColumn("paid", ColumnType.BOOLEAN, true, Role.LABEL, null));

  @TempDir Path folder;

  private ObjectStore store;

  @BeforeEach
  void openStore() {
    store = ObjectStores.onDisk(folder.resolve("store"));
  }

  @AfterEach
  void closeStore() {
    store.close();
  }

  @Test
  void rowsOfAllPartitionsComeInOrderWithTheColumnsAskedFor() {
    Dataset dataset = Dataset.open(store, write("d"));

    assertThat(dataset.manifest().features()).containsExactly("amount");
    assertThat(dataset.manifest().askId()).isEqualTo("orderId");
    assertThat(ids(dataset, InstantRange.ALL)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(ids(dataset, new InstantRange(200, 400))).containsExactly(2L, 3L);
  }

  @Test
  void filesOutsideOfTheRangeAreNotEvenOpened() throws IOException {
    Dataset dataset = Dataset.open(store, write("d"));
    Files.delete(file(dataset, 1));

    assertThat(ids(dataset, new InstantRange(0, 300))).containsExactly(1L, 2L);
    assertThatThrownBy(() -> ids(dataset, InstantRange.ALL))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("ask_month=2")
        .hasMessageContaining("missing");
  }

  @Test
  void aFileThatIsNotTheOneOfTheManifestIsRefused() throws IOException {
    Dataset dataset = Dataset.open(store, write("d"));
    byte[] bytes = Files.readAllBytes(file(dataset, 0));

    replace(file(dataset, 0), Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> ids(dataset, InstantRange.ALL))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("expected %d bytes".formatted(bytes.length));

    bytes[bytes.length / 2] ^= 1;
    replace(file(dataset, 0), bytes);
    assertThatThrownBy(() -> ids(dataset, InstantRange.ALL))
        .isInstanceOf(CorruptObjectException.class)
        .hasMessageContaining("expected sha256");
  }

  @Test
  void unknownColumnsAreRefusedTogether() {
    Dataset dataset = Dataset.open(store, write("d"));

    assertThatThrownBy(() -> dataset.read(List.of("amount", "fee", "fie")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[fee, fie]");
  }

  @Test
  void whatIsNotThereIsMissingAndWhatIsNoManifestIsCorrupt() {
    assertThatThrownBy(() -> Dataset.open(store, "no"))
        .isInstanceOf(MissingObjectException.class)
        .hasMessageContaining("datasets/no/_manifest.json");
    assertThat(Dataset.find(store, "no")).isEmpty();

    byte[] manifest = store.read(Dataset.manifestKey(write("d")));
    List<byte[]> wrong =
        List.of(
            new byte[0],
            Arrays.copyOf(manifest, manifest.length / 2),
            "null".getBytes(StandardCharsets.UTF_8),
            "[1]".getBytes(StandardCharsets.UTF_8),
            "{\"format\": 1}".getBytes(StandardCharsets.UTF_8),
            new String(manifest, StandardCharsets.UTF_8)
                .replace("\"format\" : 1", "\"format\" : 2")
                .getBytes(StandardCharsets.UTF_8));
    for (int i = 0; i < wrong.size(); i++) {
      String id = "wrong-" + i;
      store.putIfAbsent(Dataset.manifestKey(id), wrong.get(i));
      assertThatThrownBy(() -> Dataset.open(store, id))
          .as(id)
          .isInstanceOf(CorruptObjectException.class)
          .hasMessageContaining(id);
    }
  }

  @Test
  void theDigestIsOfTheValues() {
    List<Column> columns =
        List.of(Column.required("id", ColumnType.LONG), Column.optional("text", ColumnType.TEXT));

    assertThat(digest(columns, ArrayRow.of(1L, "a"), ArrayRow.of(2L, null)))
        .isEqualTo("c5dcdd078987bc99c1edfe8f1fb7a8fd3f00a4d91c5d39546735bf35436da488");
    assertThat(digest(columns, ArrayRow.of(1L, "")))
        .isNotEqualTo(digest(columns, ArrayRow.of(1L, null)));
    assertThat(digest(columns, ArrayRow.of(1L, "ab"), ArrayRow.of(2L, "c")))
        .isNotEqualTo(digest(columns, ArrayRow.of(2L, "c"), ArrayRow.of(1L, "ab")));
    String large = "x".repeat(200_000);
    assertThat(digest(columns, ArrayRow.of(1L, large)))
        .isEqualTo(digest(columns, ArrayRow.of(1L, large)))
        .isNotEqualTo(digest(columns, ArrayRow.of(1L, large + "x")));
  }

  private static String digest(List<Column> columns, ArrayRow... rows) {
    RowsDigest digest = new RowsDigest(columns);
    List.of(rows).forEach(digest::add);
    return digest.hex();
  }

  private String write(String id) {
    List<Partition> partitions = List.of(partition(id, 1, 100, 200), partition(id, 3, 300, 400));
    DatasetManifest manifest =
        new DatasetManifest(
            DatasetManifest.FORMAT,
            id,
            "orders@1",
            "0".repeat(64),
            "shop",
            "1".repeat(64),
            instant(0),
            instant(500),
            COLUMNS,
            List.of(new DatasetManifest.Label("paid", Duration.ofDays(1), 4, 2)),
            partitions,
            RowsDigest.ofPartitions(partitions),
            4,
            0,
            null);
    store.putIfAbsent(Dataset.manifestKey(id), ManifestJson.write(manifest));
    return id;
  }

  private Partition partition(String dataset, long firstId, long... times) {
    List<Column> columns = COLUMNS.stream().map(DatasetColumn::column).toList();
    String name = "ask_month=%d".formatted(times[0] / 200 + 1);
    Path file = folder.resolve(name);
    RowsDigest digest = new RowsDigest(columns);
    try (var writer = ParquetTableWriter.create(file, columns)) {
      RowBuffer row = writer.newRow();
      for (int i = 0; i < times.length; i++) {
        row.putLong(0, firstId + i);
        row.putLong(1, times[i]);
        row.putDouble(2, i / 3.0);
        row.putBoolean(3, i == 0);
        digest.add(row);
        writer.write(row);
      }
    }
    ObjectKey key = Dataset.directory(dataset).resolve(name + "/part-0.parquet");
    store.putIfAbsent(key, file);
    return new Partition(
        name,
        key.value(),
        store.size(key).orElseThrow(),
        Digests.sha256Hex(file),
        digest.hex(),
        instant(times[0]),
        instant(times[1] + 1),
        times.length,
        instant(times[0]),
        instant(times[1]));
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(Duration.ofNanos(micros * 1000));
  }

  private Path file(Dataset dataset, int partition) {
    return folder.resolve("store").resolve(dataset.manifest().partitions().get(partition).file());
  }

  private static void replace(Path file, byte[] content) throws IOException {
    Files.delete(file);
    Files.write(file, content);
  }

  private static List<Long> ids(Dataset dataset, InstantRange range) {
    List<Long> ids = new ArrayList<>();
    try (Rows rows = dataset.read(List.of("orderId"), range)) {
      while (rows.next()) {
        ids.add(rows.longAt(0));
      }
    }
    return ids;
  }
}
