package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.conformance.Backend.Answers;
import roundhouse.featureengine.kernel.ArrayRow;

/// One value that a backend computes otherwise than the oracle, or otherwise than a case says.
///
/// @param backend who is wrong, or whom the case contradicts
record Difference(
    Scenario scenario,
    String backend,
    Object askId,
    String feature,
    @Nullable Object expected,
    @Nullable Object found) {

  @Override
  public String toString() {
    return "%s: ask '%s', feature '%s': expected %s, %s found %s"
        .formatted(scenario.name(), askId, feature, text(expected), backend, text(found));
  }

  private static String text(@Nullable Object value) {
    return value instanceof Double number
        ? "%s (%s)".formatted(number, Double.toHexString(number))
        : String.valueOf(value);
  }

  /// Where the backend's bits are not the oracle's, ask by ask and feature by feature.
  static List<Difference> between(
      Scenario scenario, Answers oracle, String backend, Answers answers) {
    List<Difference> differences = new ArrayList<>();
    oracle
        .features()
        .forEach(
            (id, expected) -> {
              ArrayRow found = answers.features().get(id);
              if (!expected.equals(found)) {
                differences.add(first(scenario, backend, id, expected, found));
              }
            });
    for (Map.Entry<Object, ArrayRow> answered : answers.features().entrySet()) {
      if (!oracle.features().containsKey(answered.getKey())) {
        differences.add(
            new Difference(scenario, backend, answered.getKey(), "(all)", "no row", "a row"));
      }
    }
    return List.copyOf(differences);
  }

  private static Difference first(
      Scenario scenario, String backend, Object id, ArrayRow expected, @Nullable ArrayRow found) {
    if (found == null) {
      return new Difference(scenario, backend, id, "(all)", "a row", "none");
    }
    for (int i = 0; i < expected.size(); i++) {
      if (!Objects.equals(expected.valueAt(i), found.valueAt(i))) {
        return new Difference(
            scenario,
            backend,
            id,
            scenario.plan().features().get(i).name(),
            expected.valueAt(i),
            found.valueAt(i));
      }
    }
    throw new IllegalStateException("Rows differ but none of their values");
  }

  /// The first difference of one backend over one scenario.
  static Optional<Difference> find(Scenario scenario, Backend oracle, Backend backend) {
    Answers expected = oracle.answer(List.of(scenario)).getFirst();
    Answers found = backend.answer(List.of(scenario)).getFirst();
    return between(scenario, expected, backend.name(), found).stream().findFirst();
  }
}
