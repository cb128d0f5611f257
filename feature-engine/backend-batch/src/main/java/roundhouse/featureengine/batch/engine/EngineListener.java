package roundhouse.featureengine.batch.engine;

/// Told now and then, by any of a run's threads, how far it is. What it throws ends the run.
@FunctionalInterface
public interface EngineListener {
  /// More of the run is done.
  ///
  /// @param fraction share of the run that is done, 0 to 1
  /// @param rows number of rows computed
  void advanced(double fraction, long rows);
}
