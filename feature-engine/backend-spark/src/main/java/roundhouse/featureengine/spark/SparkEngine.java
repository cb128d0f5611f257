package roundhouse.featureengine.spark;

import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.storage.StorageLevel;
import roundhouse.featureengine.batch.PartitionEngine;
import roundhouse.featureengine.batch.PartitionListener;
import roundhouse.featureengine.batch.PartitionRange;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.batch.source.EventSourceManifest.StreamFiles;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.EntityKind;
import roundhouse.featureengine.language.program.Program;

/// Computes partitions on Spark. Where a row is computed is Spark's; what it holds is the
/// program's, so the rows are the batch backend's bit for bit.
///
/// ```
/// slices of events ─ MapEvents ┐
///                              ├ by entity, in order ─ FoldEntities ─ by ask ─ JoinAnswers ─ file
/// slices of asks ─── MapAsks ──┘                                        ↑
/// slices of asks, read again ───────────────────────────────────────────┘
/// ```
///
/// Tasks have no effect beside their output, so Spark may run one again, or twice at once. Safe for
/// use by many threads, each with a partition of its own.
public final class SparkEngine implements PartitionEngine {
  private final JavaSparkContext spark;
  private final StoreAddress store;

  private SparkEngine(JavaSparkContext spark, StoreAddress store) {
    this.spark = spark;
    this.store = store;
  }

  /// An engine on that context, which stays the caller's to close.
  ///
  /// @param store which every executor must reach
  public static SparkEngine on(JavaSparkContext spark, StoreAddress store) {
    return new SparkEngine(spark, store);
  }

  @Override
  public Computed compute(
      Plan plan,
      EventSource source,
      PartitionRange partition,
      PartitionListener listener,
      Path file) {
    PartitionJob job = PartitionJob.of(store, plan, source);
    InstantRange range = InstantRange.between(partition.from(), partition.to());
    JavaRDD<byte[]> rows = rows(job, plan, source, range).persist(StorageLevel.DISK_ONLY());
    try {
      // All of it at once and in parallel; the driver then takes one slice after the other.
      Watched.await(spark, rows.foreachPartitionAsync(_ -> {}), listener);
      return PartitionFile.write(
          plan,
          partition,
          rows.toLocalIterator(),
          refused(job, plan, source, range),
          listener,
          file);
    } finally {
      rows.unpersist(false);
    }
  }

  private JavaRDD<byte[]> rows(
      PartitionJob job, Plan plan, EventSource source, InstantRange range) {
    List<Slice> events = eventSlices(job.program(), source, range);
    List<Slice> asks = Slice.cut(Slice.ASKS, files(source, plan.askStream().name()), range);
    JavaPairRDD<byte[], byte[]> records =
        parallel(events).flatMapToPair(new MapEvents(job, events));
    JavaPairRDD<byte[], byte[]> questions = parallel(asks).flatMapToPair(new MapAsks(job, asks));
    int tasks = Math.max(spark.defaultParallelism(), events.size() + asks.size());
    return records
        .union(questions)
        .repartitionAndSortWithinPartitions(new ShuffleOrder.ByEntity(tasks), ShuffleOrder.UNSIGNED)
        .mapPartitionsToPair(new FoldEntities(job))
        .repartitionAndSortWithinPartitions(
            new ShuffleOrder.BySlice(asks.size()), ShuffleOrder.UNSIGNED)
        .mapPartitionsWithIndex(new JoinAnswers(job, asks), true);
  }

  private static List<Slice> eventSlices(Program program, EventSource source, InstantRange range) {
    List<Slice> slices = new ArrayList<>();
    for (int stream = 0; stream < program.plan().streams().size(); stream++) {
      InstantRange read = rangeRead(program, stream, range);
      String name = program.plan().streams().get(stream).name();
      slices.addAll(Slice.cut(stream, files(source, name), read));
    }
    return slices;
  }

  /// From where the first ask looks back to, through the last ask or the end of its label.
  private static InstantRange rangeRead(Program program, int stream, InstantRange asks) {
    Duration ahead = Duration.ZERO;
    for (EntityKind entity : program.entities()) {
      boolean reads = entity.feeds().stream().anyMatch(feed -> feed.stream() == stream);
      if (reads && entity.label().isPresent()) {
        Duration maturity = program.plan().labels().get(entity.label().getAsInt()).maturity();
        ahead = maturity.compareTo(ahead) > 0 ? maturity : ahead;
      }
    }
    return asks.startingEarlier(Duration.of(program.lookbackMicros(stream), ChronoUnit.MICROS))
        .endingLater(ahead);
  }

  private long refused(PartitionJob job, Plan plan, EventSource source, InstantRange range) {
    List<Slice> slices =
        new ArrayList<>(Slice.cut(Slice.ASKS, files(source, plan.askStream().name()), range));
    for (int stream = 0; stream < plan.streams().size(); stream++) {
      String name = plan.streams().get(stream).name();
      if (!name.equals(plan.askStream().name())) {
        slices.addAll(Slice.cut(stream, files(source, name), range));
      }
    }
    return parallel(slices).map(new CountRefused(job, slices)).fold(0L, Long::sum);
  }

  private static StreamFiles files(EventSource source, String stream) {
    return source.manifest().find(stream).orElseThrow();
  }

  /// A task for each slice, told its number: Spark would need to know how to send a slice.
  private JavaRDD<Integer> parallel(List<Slice> slices) {
    List<Integer> numbers = IntStream.range(0, slices.size()).boxed().toList();
    return spark.parallelize(numbers, Math.max(1, numbers.size()));
  }
}
