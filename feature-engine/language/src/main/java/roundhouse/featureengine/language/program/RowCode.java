package roundhouse.featureengine.language.program;

import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.kernel.RowSink;

/// Expressions over one kind of row, compiled to one class: see [RowCompiler]. Mutable, for one
/// thread.
abstract class RowCode {
  /// Computes everything and puts it where it was compiled to go.
  ///
  /// @param row whose fields are read
  /// @param words where outputs of folds are read, or words are put
  /// @param at where they start
  /// @param columns where columns are put; null where there are none
  abstract void run(Row row, long[] words, int at, @Nullable RowSink columns);
}
