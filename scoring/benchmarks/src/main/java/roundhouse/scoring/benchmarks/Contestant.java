package roundhouse.scoring.benchmarks;

/// One way to score a model's rows on one thread.
interface Contestant extends AutoCloseable {
  String name();

  /// Scores one row after the other, each in a call of its own.
  void single(Rows rows, int count, float[] probabilities);

  /// Scores rows in one call.
  void batch(Rows rows, float[] probabilities);

  @Override
  default void close() {}
}
