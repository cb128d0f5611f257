package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import roundhouse.featureengine.conformance.Backend.Answers;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.language.plan.Plan;

/// Has a backend compute many scenarios at once: those of one plan as one, kept apart.
final class Together {
  /// A backend's answers to some scenarios of one plan.
  interface OfPlan {
    List<Answers> answer(Plan plan, List<Scenario> scenarios);
  }

  private Together() {}

  /// Answers in the order of the scenarios, which are computed plan by plan.
  static List<Answers> byPlan(List<Scenario> scenarios, OfPlan backend) {
    Map<Plan, List<Integer>> byPlan =
        IntStream.range(0, scenarios.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> scenarios.get(i).plan(), LinkedHashMap::new, Collectors.toList()));
    Map<Integer, Answers> answers = new HashMap<>();
    byPlan.forEach(
        (plan, places) -> {
          List<Answers> found = backend.answer(plan, places.stream().map(scenarios::get).toList());
          for (int i = 0; i < places.size(); i++) {
            answers.put(places.get(i), found.get(i));
          }
        });
    return IntStream.range(0, scenarios.size())
        .mapToObj(i -> Objects.requireNonNull(answers.get(i)))
        .toList();
  }

  /// Scenarios of one plan, as known, as one log in the order in which events became known.
  ///
  /// @param backend answers one scenario
  static List<Answers> merged(
      Plan plan, List<Scenario> scenarios, Function<Scenario, Answers> backend) {
    Optional<Apart> apart = scenarios.size() == 1 ? Optional.empty() : Apart.of(plan);
    if (apart.isEmpty()) {
      return scenarios.stream().map(backend).toList();
    }
    List<Placed> log = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      log.addAll(apart.get().marked(i, scenarios.get(i)).placed());
    }
    log.sort(Comparator.comparingLong(Placed::visibleFrom));
    Scenario all = scenarios.getFirst().withLog(log.stream().map(Placed::logged).toList());
    Answers answers = backend.apply(all);
    return IntStream.range(0, scenarios.size())
        .mapToObj(i -> Apart.own(i, scenarios.get(i), answers))
        .toList();
  }
}
