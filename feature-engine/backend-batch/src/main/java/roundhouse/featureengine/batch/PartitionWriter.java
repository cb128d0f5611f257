package roundhouse.featureengine.batch;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import roundhouse.featureengine.batch.PartitionEngine.Computed;
import roundhouse.featureengine.batch.WrittenPartition.LabelCount;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.dataset.RowsDigest;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ParquetTableWriter;
import roundhouse.featureengine.batch.parquet.RowBuffer;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.RowSink;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.FeatureFold;

/// Computes the rows of one partition into a local file. All values come from the folds; this owns
/// the order of events, and nothing else.
///
/// Memory: the folds' state, which is the events of the plan's windows, one row group of each
/// stream that is read, and the one that is written.
final class PartitionWriter {
  private static final int ROWS_BETWEEN_REPORTS = 1 << 12;

  private final Plan plan;
  private final EventSource source;
  private final PartitionRange partition;
  private final PartitionListener listener;
  private final List<Column> columns;
  private final Set<String> uniqueStreams;
  private final long from;
  private long rows;
  private long firstAsk;
  private long lastAsk;

  PartitionWriter(
      Plan plan, EventSource source, PartitionRange partition, PartitionListener listener) {
    this.plan = plan;
    this.source = source;
    this.partition = partition;
    this.listener = listener;
    columns = DatasetLayout.of(plan).stream().map(DatasetColumn::column).toList();
    uniqueStreams =
        plan.streams().stream()
            .filter(source::isUnique)
            .map(StreamSchema::name)
            .collect(Collectors.toUnmodifiableSet());
    from = InstantRange.micros(partition.from());
    firstAsk = from;
    lastAsk = from;
  }

  /// Computes every row of the partition; once.
  Computed write(Path file) {
    FeatureFold fold = FeatureFold.of(plan, uniqueStreams);
    List<LabelEvents> labels = new ArrayList<>();
    try (PartitionAsks asks = new PartitionAsks(fold, plan.askStream(), source, partition);
        EventMerge events = new EventMerge(fold, plan, source, partition, this::report);
        ParquetTableWriter writer = ParquetTableWriter.create(file, columns)) {
      openLabels(labels);
      RowBuffer row = writer.newRow();
      RowSink features = new ShiftedSink(row, DatasetLayout.FIRST_FEATURE);
      RowsDigest digest = new RowsDigest(columns);
      while (asks.next()) {
        events.applyBefore(fold.visibleBefore(asks.ask()));
        asks.putInto(row);
        fold.answer(asks.ask(), features);
        labels.forEach(label -> label.answer(asks.ask(), row));
        digest.add(row);
        writer.write(row);
        count(asks.askTime());
      }
      events.applyBefore(InstantRange.micros(partition.to()));
      long refused = asks.refused() + events.refused() + refusedForLabels(events, labels);
      return computed(digest, labels, refused);
    } finally {
      labels.forEach(LabelEvents::close);
    }
  }

  private void openLabels(List<LabelEvents> labels) {
    int firstLabel = DatasetLayout.FIRST_FEATURE + plan.features().size();
    for (int label = 0; label < plan.labels().size(); label++) {
      labels.add(
          new LabelEvents(plan, label, firstLabel + label, source, uniqueStreams, partition));
    }
  }

  private void count(long askTime) {
    firstAsk = rows == 0 ? askTime : firstAsk;
    lastAsk = askTime;
    rows++;
    if (rows % ROWS_BETWEEN_REPORTS == 0) {
      report();
    }
  }

  private void report() {
    double length = InstantRange.micros(partition.to()) - from;
    listener.advanced((lastAsk - from) / length, rows);
  }

  /// Of streams that no feature reads, each once.
  private static long refusedForLabels(EventMerge events, List<LabelEvents> labels) {
    Set<Integer> counted = new HashSet<>();
    return labels.stream()
        .filter(label -> !events.reads(label.stream()) && counted.add(label.stream()))
        .mapToLong(LabelEvents::refused)
        .sum();
  }

  private Computed computed(RowsDigest digest, List<LabelEvents> labels, long refused) {
    List<LabelCount> counts = new ArrayList<>();
    for (int label = 0; label < labels.size(); label++) {
      counts.add(labels.get(label).counted(plan.labels().get(label).name()));
    }
    return new Computed(
        rows, digest.hex(), instant(firstAsk), instant(lastAsk), List.copyOf(counts), refused);
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  /// Features into a row that starts with other columns.
  private record ShiftedSink(RowBuffer row, int shift) implements RowSink {
    @Override
    public void putNull(int column) {
      row.putNull(column + shift);
    }

    @Override
    public void putBoolean(int column, boolean value) {
      row.putBoolean(column + shift, value);
    }

    @Override
    public void putLong(int column, long value) {
      row.putLong(column + shift, value);
    }

    @Override
    public void putDouble(int column, double value) {
      row.putDouble(column + shift, value);
    }

    @Override
    public void putString(int column, String value) {
      row.putString(column + shift, value);
    }
  }
}
