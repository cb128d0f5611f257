package roundhouse.featureengine.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.batch.Backfill;
import roundhouse.featureengine.batch.PartitionEngine;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.WrittenPartition;
import roundhouse.featureengine.batch.dataset.Dataset;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;

/// Spark in local mode writes the batch backend's rows.
class SparkEngineTest {
  private static JavaSparkContext spark;

  @TempDir private Path batchFolder;
  @TempDir private Path sparkFolder;
  private ObjectStore batchStore;
  private ObjectStore sparkStore;

  @BeforeAll
  static void startSpark() {
    spark = new JavaSparkContext(SparkSettings.of("test").setMaster("local[2,3]"));
  }

  @AfterAll
  static void stopSpark() {
    spark.close();
  }

  @BeforeEach
  void openStores() {
    batchStore = ObjectStores.onDisk(batchFolder);
    sparkStore = ObjectStores.onDisk(sparkFolder);
  }

  @Test
  void datasetIsThatOfTheBatchBackend() {
    Backfill batch = backfill(batchStore);
    Backfill sparks = backfill(sparkStore);
    Dataset expected = batch.run(2);
    PartitionEngine engine = SparkEngine.on(spark, StoreAddress.of(sparkFolder.toString()));
    sparks.partitions().forEach(range -> sparks.write(range, engine, PartitionListener.NONE));
    Dataset found = sparks.commit();

    assertThat(found.manifest().partitions()).hasSize(2);
    assertThat(found.manifest().rows()).isGreaterThan(700);
    assertThat(found.manifest().digest()).isEqualTo(expected.manifest().digest());
    assertThat(found.manifest().labels()).isEqualTo(expected.manifest().labels());
    assertThat(found.manifest().refused()).isEqualTo(expected.manifest().refused()).isPositive();
    assertThat(found.manifest().datasetId()).isEqualTo(expected.manifest().datasetId());
  }

  @Test
  void partitionByBatchIsTakenForSparks() {
    Backfill backfill = backfill(sparkStore);
    WrittenPartition byBatch =
        backfill.write(backfill.partitions().getFirst(), PartitionListener.NONE);
    PartitionEngine engine = SparkEngine.on(spark, StoreAddress.of(sparkFolder.toString()));
    assertThat(backfill.write(backfill.partitions().getFirst(), engine, PartitionListener.NONE))
        .isEqualTo(byBatch);
  }

  @Test
  void listenerThatThrowsEndsTheJobAndLeavesNothing() {
    Backfill backfill = backfill(sparkStore);
    PartitionEngine engine = SparkEngine.on(spark, StoreAddress.of(sparkFolder.toString()));
    PartitionListener over =
        (fraction, rows) -> {
          throw new IllegalStateException("over");
        };
    assertThatThrownBy(() -> backfill.write(backfill.partitions().getFirst(), engine, over))
        .hasMessage("over");
    assertThat(sparkStore.list(Dataset.directory(backfill.datasetId()))).isEmpty();
  }

  private static Backfill backfill(ObjectStore store) {
    EventSource source = Shop.importInto(store);
    return Backfill.of(store, Shop.RETURNING.plan(), source, null, null);
  }
}
