package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import roundhouse.featureengine.conformance.Backend.Answers;

/// Holds backends to the oracle, bit for bit. A difference is shrunk to its smallest scenario and
/// printed as a test.
final class Parity {
  private static final Backend ORACLE = new InterpreterBackend();

  private Parity() {}

  static List<Difference> differences(List<Backend> backends, List<Scenario> scenarios) {
    return backends.stream()
        .flatMap(
            backend ->
                differences(
                    backend,
                    scenarios.stream()
                        .filter(each -> backend.visibilities().contains(each.visibility()))
                        .toList())
                    .stream())
        .toList();
  }

  private static List<Difference> differences(Backend backend, List<Scenario> scenarios) {
    List<Answers> expected = ORACLE.answer(scenarios);
    List<Answers> found = backend.answer(scenarios);
    List<Difference> differences = new ArrayList<>();
    for (int i = 0; i < scenarios.size(); i++) {
      differences.addAll(
          Difference.between(scenarios.get(i), expected.get(i), backend, found.get(i)));
    }
    return List.copyOf(differences);
  }

  static void requireNoDifference(List<Backend> backends, Scenario scenario) {
    requireNoDifference(backends, List.of(scenario));
  }

  /// Fails with the first difference of each backend, shrunk.
  static void requireNoDifference(List<Backend> backends, List<Scenario> scenarios) {
    List<Difference> differences = differences(backends, scenarios);
    if (!differences.isEmpty()) {
      throw new AssertionError(report(backends, differences));
    }
  }

  private static String report(List<Backend> backends, List<Difference> differences) {
    String tests =
        backends.stream()
            .flatMap(
                backend ->
                    differences.stream()
                        .filter(difference -> difference.backend().equals(backend.name()))
                        .findFirst()
                        .map(difference -> PastedTest.of(shrunk(backend, difference)))
                        .stream())
            .collect(Collectors.joining("\n"));
    return "%d values differ. The first: %s%nThe first of each backend, shrunk:%n%n%s"
        .formatted(differences.size(), differences.getFirst(), tests);
  }

  /// The same failure at its smallest. One that does not come again stays as it was found.
  static Difference shrunk(Backend backend, Difference difference) {
    if (Difference.find(difference.scenario(), ORACLE, backend).isEmpty()) {
      return difference;
    }
    Scenario smallest =
        Shrinking.shrink(
            difference.scenario(),
            candidate -> Difference.find(candidate, ORACLE, backend).isPresent());
    return Difference.find(smallest, ORACLE, backend).orElse(difference);
  }
}
