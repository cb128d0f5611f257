package roundhouse.featureengine.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import roundhouse.featureengine.batch.dataset.DatasetColumn;
import roundhouse.featureengine.batch.engine.EngineOptions;
import roundhouse.featureengine.batch.engine.EngineOutput;
import roundhouse.featureengine.batch.engine.EngineResult;
import roundhouse.featureengine.batch.engine.EngineRun;
import roundhouse.featureengine.batch.engine.EventInput;
import roundhouse.featureengine.batch.parquet.Codec;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.parquet.ParquetTable;
import roundhouse.featureengine.batch.parquet.RowGroup;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.program.Program;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Computes features over Parquet files as they are into one Parquet file, without importing them
/// or making a dataset: for a look at what a definition gives on an extract, and for comparisons
/// with other engines.
///
/// The caller vouches for the files: each has the fields of its stream as columns, and every event
/// once. Events may come in any order.
public final class TableFeatures {
  private final ObjectStore store;
  private final Map<String, ObjectKey> files;

  /// Over files of a store.
  ///
  /// @param files by the stream whose events they hold
  public TableFeatures(ObjectStore store, Map<String, ObjectKey> files) {
    this.store = store;
    this.files = Map.copyOf(files);
  }

  /// Writes a row for each ask, with its id and features, in the order of the asks' file.
  ///
  /// @param target must not exist
  public EngineResult compute(Program program, Path target, Codec codec, EngineOptions options) {
    List<Column> columns =
        DatasetLayout.of(program.plan()).stream()
            .filter(column -> column.role() != DatasetColumn.Role.ASK_TIME)
            .map(DatasetColumn::column)
            .toList();
    EngineOutput output =
        new EngineOutput(
            program,
            target,
            columns,
            codec,
            EngineOutput.AskTime.LEFT_OUT,
            EngineOutput.Digest.NONE);
    return EngineRun.run(
            List.of(output), new Files(), InstantRange.ALL, options, (fraction, rows) -> {})
        .getFirst();
  }

  private final class Files implements EventInput {
    @Override
    public List<RowGroup> rowGroups(StreamSchema stream, InstantRange range) {
      ObjectKey file =
          Optional.ofNullable(files.get(stream.name()))
              .orElseThrow(
                  () ->
                      new IllegalArgumentException(
                          "Stream '%s': no file; expected one for each stream that the plan reads"
                              .formatted(stream.name())));
      return ParquetTable.open(store, file).rowGroups(stream.knownAt(), range);
    }

    @Override
    public boolean isUnique(StreamSchema stream) {
      return true;
    }
  }
}
