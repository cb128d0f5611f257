package roundhouse.featureengine.batch.engine;

import java.util.List;

/// What a run wrote of one program.
///
/// @param rowsDigest over schema and canonical values, or empty where none was wanted
/// @param firstAsk least ask time in microseconds, or `Long.MAX_VALUE` where there is no row
/// @param lastAsk greatest ask time in microseconds, or `Long.MIN_VALUE` where there is no row
/// @param labels in the plan's order
/// @param refused events and asks within the range that broke their stream's bounds on time
/// @param spilledBytes how much went through scratch files
public record EngineResult(
    long rows,
    String rowsDigest,
    long firstAsk,
    long lastAsk,
    List<LabelCount> labels,
    long refused,
    long spilledBytes) {
  public EngineResult {
    labels = List.copyOf(labels);
  }

  /// How often a label has a value, and how often that is true.
  public record LabelCount(long labelled, long positive) {}
}
