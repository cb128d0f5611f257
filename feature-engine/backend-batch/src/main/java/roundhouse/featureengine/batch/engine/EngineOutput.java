package roundhouse.featureengine.batch.engine;

import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import roundhouse.featureengine.batch.parquet.Codec;
import roundhouse.featureengine.batch.parquet.Column;
import roundhouse.featureengine.language.program.Program;

/// A table that a run writes: a row for each ask, with the ask's id, its time if wanted, the
/// program's features and labels.
///
/// @param file must not exist
/// @param columns in this order: id, time, features, labels
/// @param digest whether to compute the digest of all rows
public record EngineOutput(
    Program program, Path file, List<Column> columns, Codec codec, AskTime askTime, Digest digest) {
  public EngineOutput {
    columns = List.copyOf(columns);
  }

  /// Whether the second column is when the platform learned of the ask.
  public enum AskTime {
    WRITTEN,
    LEFT_OUT
  }

  /// Whether rows are digested.
  public enum Digest {
    OF_ALL_ROWS,
    NONE
  }

  static final int ID_COLUMN = 0;

  OptionalInt timeColumn() {
    return askTime == AskTime.WRITTEN ? OptionalInt.of(1) : OptionalInt.empty();
  }

  private int firstFeature() {
    return askTime == AskTime.WRITTEN ? 2 : 1;
  }

  int[] featureColumns() {
    return IntStream.range(0, program.plan().features().size())
        .map(i -> i + firstFeature())
        .toArray();
  }

  int firstLabel() {
    return firstFeature() + program.plan().features().size();
  }
}
