package roundhouse.featureengine.batch;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
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
import roundhouse.featureengine.batch.parquet.UnsupportedTableException;
import roundhouse.featureengine.batch.parquet.ViewColumn;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.storage.CorruptObjectException;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;

/// Computes features over Parquet files as they are into one Parquet file, without importing them
/// or making a dataset: for a look at what a definition gives on an extract, and for comparisons
/// with other engines.
///
/// Columns are found by the names of the stream's fields, and must hold what these say; others are
/// not looked at. Events may come in any order. That every event is there once is the caller's
/// word.
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

  /// Writes a row for each ask, with its id and features, in the order of the asks' file. After a
  /// failure there is no target.
  ///
  /// @param target must not exist
  /// @throws IllegalArgumentException where the target exists, or a stream has no file
  /// @throws UnsupportedTableException with every column of a file that does not fit its field
  /// @throws CorruptObjectException where a file is no whole Parquet file
  public EngineResult compute(Program program, Path target, Codec codec, EngineOptions options) {
    requireAll(program.plan(), target);
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
    try {
      return EngineRun.run(
              List.of(output), new Files(), InstantRange.ALL, options, (fraction, rows) -> {})
          .getFirst();
    } catch (RuntimeException e) {
      target.toFile().delete();
      throw e;
    }
  }

  private void requireAll(Plan plan, Path target) {
    List<String> lacking =
        Stream.concat(Stream.of(plan.askStream()), plan.streams().stream())
            .map(StreamSchema::name)
            .distinct()
            .filter(name -> !files.containsKey(name))
            .toList();
    if (!lacking.isEmpty()) {
      throw new IllegalArgumentException(
          "Feature set '%s': no file for streams %s, only for %s; expected one for each stream that it reads; name them"
              .formatted(plan.reference(), lacking, files.keySet().stream().sorted().toList()));
    }
    if (target.toFile().exists()) {
      throw new IllegalArgumentException(
          "File '%s': it exists; expected a new one; name another or delete it".formatted(target));
    }
  }

  private final class Files implements EventInput {
    @Override
    public List<RowGroup> rowGroups(StreamSchema stream, InstantRange range) {
      ObjectKey file = Objects.requireNonNull(files.get(stream.name()));
      List<ViewColumn> view = stream.fields().stream().map(ViewColumn::of).toList();
      return ParquetTable.open(store, file).as(view).rowGroups(stream.knownAt(), range);
    }

    @Override
    public boolean isUnique(StreamSchema stream) {
      return true;
    }
  }
}
