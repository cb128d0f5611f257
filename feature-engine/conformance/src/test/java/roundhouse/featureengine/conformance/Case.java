package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.conformance.Scenario.Logged;
import roundhouse.featureengine.conformance.Scenario.Visibility;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.plan.Plan;

/// A rule of the language as a person would check it: one value or label of an ask, a few events,
/// and what each ask must be told. Times are minutes; everything is about one sensor.
///
/// ```java
/// Case.of("an event counts once it is known", within(hours(1), new Count()))
///     .readingKnown(0, 30).ask(20, 0L).ask(31, 1L)
/// ```
final class Case {
  static final long START = 1_704_067_200_000_000L;
  static final long MINUTE = 60_000_000L;
  private static final String SENSOR = "sensor";

  private final String name;
  private final Computed computed;
  private final Visibility visibility;
  private final List<Logged> log;
  private final Map<Object, Expected> expected;

  private record Expected(@Nullable Object value) {}

  /// What a plan has a column for.
  sealed interface Computed {
    record OfFeature(Expression value) implements Computed {}

    /// A label, whose name does not matter.
    record OfLabel(Label label) implements Computed {}
  }

  private Case(
      String name,
      Computed computed,
      Visibility visibility,
      List<Logged> log,
      Map<Object, Expected> expected) {
    this.name = name;
    this.computed = computed;
    this.visibility = visibility;
    this.log = List.copyOf(log);
    this.expected = Map.copyOf(expected);
  }

  static Case of(String name, Expression value) {
    return new Case(name, new Computed.OfFeature(value), Visibility.AS_KNOWN, List.of(), Map.of());
  }

  /// One about a label.
  static Case of(String name, Label label) {
    return new Case(name, new Computed.OfLabel(label), Visibility.AS_KNOWN, List.of(), Map.of());
  }

  /// The same, its asks seeing what was logged before them.
  Case asServed() {
    return new Case(name, computed, Visibility.AS_SERVED, log, expected);
  }

  /// One reading a minute from minute 0, known at once, with these values of one field.
  Case readings(String field, @Nullable Object... values) {
    Case longer = this;
    for (int minute = 0; minute < values.length; minute++) {
      longer = longer.reading(minute, field, values[minute]);
    }
    return longer;
  }

  /// A reading that is known at once.
  ///
  /// @param fields names and values in turn
  Case reading(double minute, @Nullable Object... fields) {
    return readingKnown(minute, minute, fields);
  }

  /// A reading that becomes known later.
  Case readingKnown(double minute, double knownMinute, @Nullable Object... fields) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    values.put("id", "%s-%03d".formatted(SENSOR, log.size()));
    values.put("sensor", SENSOR);
    values.put("at", micros(minute));
    values.put("knownAt", micros(knownMinute));
    putAll(values, fields);
    return with(new Logged("reading", 0, values), expected);
  }

  /// An ask that comes at once, and what it must be told.
  Case ask(double minute, @Nullable Object answer, @Nullable Object... fields) {
    return askKnown(minute, minute, answer, fields);
  }

  /// An ask that becomes known later.
  Case askKnown(
      double minute, double knownMinute, @Nullable Object answer, @Nullable Object... fields) {
    Map<String, @Nullable Object> values = new LinkedHashMap<>();
    long id = log.size();
    values.put("question", id);
    values.put("sensor", SENSOR);
    values.put("at", micros(minute));
    values.put("knownAt", micros(knownMinute));
    putAll(values, fields);
    Map<Object, Expected> more = new HashMap<>(expected);
    more.put(id, new Expected(answer));
    return with(new Logged("question", 0, values), more);
  }

  private Case with(Logged logged, Map<Object, Expected> answers) {
    List<Logged> longer = new ArrayList<>(log);
    longer.add(logged);
    return new Case(name, computed, visibility, longer, answers);
  }

  private static void putAll(Map<String, @Nullable Object> values, @Nullable Object... fields) {
    for (int i = 0; i < fields.length; i += 2) {
      values.put((String) Objects.requireNonNull(fields[i]), fields[i + 1]);
    }
  }

  private static long micros(double minute) {
    return START + Math.round(minute * MINUTE);
  }

  String name() {
    return name;
  }

  Computed computed() {
    return computed;
  }

  /// Whether the backend can be held to it.
  boolean concerns(Backend backend) {
    return backend.visibilities().contains(visibility)
        && (computed instanceof Computed.OfFeature || backend.computesLabels());
  }

  Visibility visibility() {
    return visibility;
  }

  /// As a scenario over a plan that has a column for it. As known, what arrives is in the order in
  /// which it becomes known, as in an import.
  Scenario scenario(Plan plan) {
    List<Logged> ordered = new ArrayList<>(log);
    if (visibility == Visibility.AS_KNOWN) {
      ordered.sort(Comparator.comparingLong(logged -> logged.longAt("knownAt")));
    }
    return new Scenario(name, plan, visibility, ordered);
  }

  /// Where the answers are not what the case says.
  List<Difference> differences(Scenario scenario, String backend, Backend.Answers answers) {
    Plan plan = scenario.plan();
    int column =
        switch (computed) {
          case Computed.OfFeature(Expression value) ->
              plan.features().stream().map(Feature::value).toList().indexOf(value);
          case Computed.OfLabel(Label label) ->
              plan.features().size()
                  + plan.labels().stream()
                      .map(each -> Cases.named(label.name(), each))
                      .toList()
                      .indexOf(label);
        };
    List<Difference> differences = new ArrayList<>();
    expected.forEach(
        (id, answer) -> {
          var row = answers.rows().get(id);
          Object found = row == null ? "no row" : row.valueAt(column);
          if (!Objects.equals(answer.value(), found)) {
            differences.add(new Difference(scenario, backend, id, name, answer.value(), found));
          }
        });
    return differences;
  }
}
