package roundhouse.featureengine.batch;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import roundhouse.featureengine.batch.WrittenPartition.LabelCount;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.engine.EngineOutput;
import roundhouse.featureengine.batch.engine.EngineResult;
import roundhouse.featureengine.batch.engine.EngineRun;
import roundhouse.featureengine.batch.parquet.Codec;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.kernel.Micros;
import roundhouse.featureengine.language.plan.Plan;

/// Writes partitions of several backfills in one pass over the events of their source.
///
/// The backfills have one source and the same partitions, as those of feature sets with one kind of
/// ask have. Safe for use by many threads.
public final class BackfillPass {
  private final List<Backfill> backfills;
  private final EngineOptions options;

  private BackfillPass(List<Backfill> backfills, EngineOptions options) {
    this.backfills = backfills;
    this.options = options;
  }

  /// Throws [IllegalArgumentException] where the backfills cannot share a pass.
  public static BackfillPass of(List<Backfill> backfills, EngineOptions options) {
    Backfill first = backfills.getFirst();
    if (backfills.stream().anyMatch(each -> each.servedAnswers().isPresent())) {
      throw new IllegalArgumentException(
          "Dataset '%s': expected what was known, not what was served; write it by itself"
              .formatted(first.datasetId()));
    }
    for (Backfill other : backfills) {
      if (!other.plan().askStream().name().equals(first.plan().askStream().name())
          || !other.source().sha256().equals(first.source().sha256())
          || !other.partitions().equals(first.partitions())) {
        throw new IllegalArgumentException(
            "Datasets '%s' and '%s': expected one source, ask stream and range; compute them one after the other"
                .formatted(first.datasetId(), other.datasetId()));
      }
    }
    return new BackfillPass(List.copyOf(backfills), options);
  }

  /// Writes a partition of each backfill, or returns what an earlier call wrote. Killed at any
  /// instant, it can be called again.
  public List<WrittenPartition> write(PartitionRange partition, PartitionListener listener) {
    List<Backfill> missing =
        backfills.stream().filter(backfill -> backfill.findOrReuse(partition).isEmpty()).toList();
    if (!missing.isEmpty()) {
      compute(missing, partition, listener);
    }
    return backfills.stream().map(backfill -> backfill.written(partition)).toList();
  }

  private void compute(
      List<Backfill> missing, PartitionRange partition, PartitionListener listener) {
    Backfill first = missing.getFirst();
    try (ScratchFolder scratch = ScratchFolder.in(options.scratch());
        SourceInput input =
            new SourceInput(first.source(), first.plan().askStream(), options.scratch())) {
      List<EngineOutput> outputs = new ArrayList<>();
      for (int i = 0; i < missing.size(); i++) {
        outputs.add(output(missing.get(i), scratch.file(i + ".parquet")));
      }
      List<EngineResult> results =
          EngineRun.run(
              outputs,
              input,
              InstantRange.between(partition.from(), partition.to()),
              options.withScratch(scratch.path()),
              listener::advanced);
      for (int i = 0; i < missing.size(); i++) {
        missing
            .get(i)
            .publish(
                partition,
                computed(missing.get(i).plan(), partition, results.get(i)),
                outputs.get(i).file());
      }
    }
  }

  private static EngineOutput output(Backfill backfill, Path file) {
    return new EngineOutput(
        backfill.program(),
        file,
        DatasetLayout.of(backfill.plan()).stream().map(DatasetColumn::column).toList(),
        Codec.ZSTD,
        EngineOutput.AskTime.WRITTEN,
        EngineOutput.Digest.OF_ALL_ROWS);
  }

  static PartitionEngine.Computed computed(
      Plan plan, PartitionRange partition, EngineResult result) {
    boolean empty = result.rows() == 0;
    return new PartitionEngine.Computed(
        result.rows(),
        result.rowsDigest(),
        empty ? partition.from() : Micros.instant(result.firstAsk()),
        empty ? partition.from() : Micros.instant(result.lastAsk()),
        labels(plan, result),
        result.refused());
  }

  private static List<LabelCount> labels(Plan plan, EngineResult result) {
    return IntStream.range(0, plan.labels().size())
        .mapToObj(
            i ->
                new LabelCount(
                    plan.labels().get(i).name(),
                    result.labels().get(i).labelled(),
                    result.labels().get(i).positive()))
        .toList();
  }
}
