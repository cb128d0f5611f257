package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import roundhouse.featureengine.conformance.Backend.Answers;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.language.plan.Plan;

/// Has a backend compute many scenarios at once: those of one plan as one, kept apart.
final class Together {
  private Together() {}

  /// Answers in the order of the scenarios, which are computed group by group.
  static <K> List<Answers> grouped(
      List<Scenario> scenarios,
      Function<Scenario, K> key,
      BiFunction<K, List<Scenario>, List<Answers>> backend) {
    Map<K, List<Integer>> groups =
        IntStream.range(0, scenarios.size())
            .boxed()
            .collect(
                Collectors.groupingBy(
                    i -> key.apply(scenarios.get(i)), LinkedHashMap::new, Collectors.toList()));
    Map<Integer, Answers> answers = new HashMap<>();
    groups.forEach(
        (group, places) -> {
          List<Answers> found = backend.apply(group, places.stream().map(scenarios::get).toList());
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

  /// Scenarios of one plan in one application, each with a log of its own.
  static List<Answers> sideBySide(
      Plan plan, List<Scenario> scenarios, Function<List<Scenario>, List<Answers>> backend) {
    Optional<Apart> apart = scenarios.size() == 1 ? Optional.empty() : Apart.of(plan);
    if (apart.isEmpty()) {
      return scenarios.stream().map(each -> backend.apply(List.of(each)).getFirst()).toList();
    }
    List<Scenario> marked =
        IntStream.range(0, scenarios.size())
            .mapToObj(i -> apart.get().marked(i, scenarios.get(i)))
            .toList();
    List<Answers> answers = backend.apply(marked);
    return IntStream.range(0, scenarios.size())
        .mapToObj(i -> Apart.own(i, scenarios.get(i), answers.get(i)))
        .toList();
  }
}
