package roundhouse.featureengine.conformance;

import java.time.Duration;
import java.util.List;
import roundhouse.featureengine.language.ast.Aggregate;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.Window;
import roundhouse.featureengine.language.plan.Plan;

/// A backend with a bug for the tests to find: a greatest value that has left its window still
/// counts, as where state is merged that only ever grows.
final class NeverForgetting implements Backend {
  private static final Window TEN_YEARS = new Window.Exact(Duration.ofDays(3_650));

  private final Backend right = new InterpreterBackend();

  @Override
  public String name() {
    return "never-forgetting";
  }

  @Override
  public List<Answers> answer(List<Scenario> scenarios) {
    return right.answer(scenarios.stream().map(NeverForgetting::widened).toList());
  }

  private static Scenario widened(Scenario scenario) {
    Plan plan = scenario.plan();
    List<Feature> features = plan.features().stream().map(NeverForgetting::widened).toList();
    return scenario.withPlan(
        Plan.of(
            plan.name(),
            plan.version(),
            plan.askStream(),
            plan.streams(),
            plan.lag(),
            features,
            List.of()));
  }

  private static Feature widened(Feature feature) {
    return switch (feature.value()) {
      case Aggregation(var history, Aggregate.Max max, _) ->
          new Feature(feature.name(), new Aggregation(history, max, TEN_YEARS));
      default -> feature;
    };
  }
}
