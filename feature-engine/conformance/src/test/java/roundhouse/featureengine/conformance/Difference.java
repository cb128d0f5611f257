package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.List;
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

  /// Where the backend's bits are not the oracle's, ask by ask and column by column.
  static List<Difference> between(
      Scenario scenario, Answers oracle, Backend backend, Answers answers) {
    List<Difference> differences = new ArrayList<>();
    oracle
        .rows()
        .forEach(
            (id, expected) ->
                first(scenario, backend, id, expected, answers.rows().get(id))
                    .ifPresent(differences::add));
    for (Object answered : answers.rows().keySet()) {
      if (!oracle.rows().containsKey(answered)) {
        differences.add(
            new Difference(scenario, backend.name(), answered, "(all)", "no row", "a row"));
      }
    }
    return List.copyOf(differences);
  }

  private static Optional<Difference> first(
      Scenario scenario, Backend backend, Object id, ArrayRow expected, @Nullable ArrayRow found) {
    List<String> columns = columns(scenario, backend);
    if (found == null || found.size() != columns.size()) {
      return Optional.of(
          new Difference(
              scenario,
              backend.name(),
              id,
              "(all)",
              columns,
              found == null ? "no row" : found.size() + " columns"));
    }
    for (int i = 0; i < columns.size(); i++) {
      if (!Objects.equals(expected.valueAt(i), found.valueAt(i))) {
        return Optional.of(
            new Difference(
                scenario,
                backend.name(),
                id,
                columns.get(i),
                expected.valueAt(i),
                found.valueAt(i)));
      }
    }
    return Optional.empty();
  }

  private static List<String> columns(Scenario scenario, Backend backend) {
    List<String> columns = new ArrayList<>();
    scenario.plan().features().forEach(feature -> columns.add(feature.name()));
    if (backend.computesLabels()) {
      scenario.plan().labels().forEach(label -> columns.add(label.name()));
    }
    return columns;
  }

  /// The first difference of one backend over one scenario.
  static Optional<Difference> find(Scenario scenario, Backend oracle, Backend backend) {
    Answers expected = oracle.answer(List.of(scenario)).getFirst();
    Answers found = backend.answer(List.of(scenario)).getFirst();
    return between(scenario, expected, backend, found).stream().findFirst();
  }
}
