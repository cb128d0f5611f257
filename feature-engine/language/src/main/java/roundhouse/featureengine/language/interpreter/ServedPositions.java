package roundhouse.featureengine.language.interpreter;

import roundhouse.featureengine.language.ast.History;

/// Which events a served answer had seen: what the answer recorded.
@FunctionalInterface
public interface ServedPositions {
  /// The offset of the last event that was applied to the ask's entity of that history, of those
  /// that came from a partition of its stream; −1 if none was.
  long lastApplied(History history, int partition);
}
