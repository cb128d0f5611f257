package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.conformance.Scenario.Visibility;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.FeatureFold;

/// The compiled kernel over all entities at once, in the order in which events became known.
final class FeatureFoldBackend implements Backend {
  @Override
  public String name() {
    return "feature fold";
  }

  @Override
  public Set<Visibility> visibilities() {
    return Set.of(Visibility.AS_KNOWN);
  }

  @Override
  public List<Answers> answer(List<Scenario> scenarios) {
    return scenarios.stream().map(FeatureFoldBackend::answer).toList();
  }

  private static Answers answer(Scenario scenario) {
    Plan plan = scenario.plan();
    FeatureFold fold = FeatureFold.of(plan);
    List<Arrival> arrivals = arrivals(scenario);
    Map<Object, ArrayRow> features = new HashMap<>();
    for (Placed ask : scenario.asksInOrderOfSight()) {
      ArrayRow row = ask.logged().row(plan.askStream());
      while (!arrivals.isEmpty() && arrivals.getFirst().knownAt() < fold.visibleBefore(row)) {
        Arrival next = arrivals.removeFirst();
        fold.apply(next.stream(), next.row());
      }
      ArrayRow columns = ArrayRow.ofSize(plan.features().size());
      fold.answer(row, columns);
      features.put(scenario.idOf(ask), columns);
    }
    return new Answers(features);
  }

  /// All streams' events by knownAt; within a stream by position.
  private static List<Arrival> arrivals(Scenario scenario) {
    List<Arrival> arrivals = new ArrayList<>();
    List<StreamSchema> streams = scenario.plan().streams();
    for (Placed placed : scenario.placed()) {
      for (int stream = 0; stream < streams.size(); stream++) {
        if (placed.logged().stream().equals(streams.get(stream).name())) {
          ArrayRow row = placed.logged().row(streams.get(stream));
          arrivals.add(new Arrival(stream, placed.visibleFrom(), row));
        }
      }
    }
    arrivals.sort(Comparator.comparingLong(Arrival::knownAt));
    return arrivals;
  }

  private record Arrival(int stream, long knownAt, ArrayRow row) {}
}
