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
  /// asks are as known, always; see [ServedArchive] for what batch has of those as served.
  default Set<Visibility> visibilities() {
    return Set.of(Visibility.values());
  }

  /// Whether it computes labels too. They lie in an ask's future: a backfill can, a stream cannot.
  default boolean computesLabels() {
    return false;
  }

  /// What each scenario's asks are told, by the ask's id. Scenarios come many at once, so that a
  /// backend can share what is slow to start.
  List<Answers> answer(List<Scenario> scenarios);

  /// What one scenario's asks are answered.
  ///
  /// @param rows by the ask's id: the plan's features in their order, then its labels where the
  ///   backend computes them
  record Answers(Map<Object, ArrayRow> rows) {
    public Answers {
      rows = Map.copyOf(rows);
    }
  }

  @Override
  default void close() {}
}
