package roundhouse.featureengine.batch;

import roundhouse.featureengine.batch.parquet.InstantRange;
import roundhouse.featureengine.batch.source.EventSource;
import roundhouse.featureengine.kernel.Row;
import roundhouse.featureengine.language.plan.Plan;

/// Reads served answers out of a source that has them as a stream. Safe for use by many threads.
public interface ServedAnswers {
  /// Name of the stream.
  String stream();

  /// Passes the complete answers of a plan whose asks became known in the range, in an order that
  /// the source alone determines.
  ///
  /// @throws roundhouse.featureengine.batch.parquet.UnsupportedTableException if what was archived
  ///   is no answer of the plan, or not as it was served
  void pass(EventSource source, Plan plan, InstantRange range, Sink sink);

  /// Takes an answer.
  interface Sink {
    /// Takes one; the rows are valid during the call.
    ///
    /// @param ask a row of the plan's ask stream, as it was asked
    /// @param features a row of the plan's columns, as they were served
    void take(Row ask, Row features);
  }
}
