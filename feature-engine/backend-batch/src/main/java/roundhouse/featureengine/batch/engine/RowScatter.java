package roundhouse.featureengine.batch.engine;

import roundhouse.featureengine.batch.parquet.RowBatch;

/// Takes in the rows of row groups and puts what comes of them where it belongs.
interface RowScatter {
  /// Rows of that group follow.
  void begin(int group);

  /// Takes in the first rows of a batch.
  ///
  /// @param firstRow number of the batch's first row within its group
  void scatter(RowBatch rows, int size, int group, int firstRow);

  /// All rows of the group have come.
  void end();
}
