package roundhouse.featureengine.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import roundhouse.featureengine.conformance.Scenario.Visibility;
import roundhouse.featureengine.kernel.ArrayRow;

/// A way of computing features, each of which must give the bits of every other.
interface Backend extends AutoCloseable {
  /// What messages call it.
  String name();

  /// What an ask may be told by it. A backfill knows no positions that an answer recorded, so its
  /// asks are as known, always.
  default Set<Visibility> visibilities() {
    return Set.of(Visibility.values());
  }

  /// The features of each scenario's asks, by the ask's id, in the plan's order. Scenarios come
  /// many at once, so that a backend can share what is slow to start.
  List<Answers> answer(List<Scenario> scenarios);

  /// What one scenario's asks are answered.
  ///
  /// @param features columns in the plan's order, by the ask's id
  record Answers(Map<Object, ArrayRow> features) {
    public Answers {
      features = Map.copyOf(features);
    }
  }

  @Override
  default void close() {}
}
