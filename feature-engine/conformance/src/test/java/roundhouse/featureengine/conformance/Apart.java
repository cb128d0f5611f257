package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.conformance.Backend.Answers;
import roundhouse.featureengine.conformance.Scenario.Logged;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.Expression;
import roundhouse.featureengine.language.ast.Expression.Aggregation;
import roundhouse.featureengine.language.ast.Expression.Field;
import roundhouse.featureengine.language.ast.Feature;
import roundhouse.featureengine.language.ast.History;
import roundhouse.featureengine.language.ast.History.KeyMatch;
import roundhouse.featureengine.language.ast.Label;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.ast.Subexpressions;
import roundhouse.featureengine.language.ast.ValueType;
import roundhouse.featureengine.language.plan.Plan;

/// Keeps several scenarios of one plan apart in one log: the entities and ids of each are marked
/// with its number. No value changes by that where the plan uses key and id fields as such and for
/// nothing else; other plans cannot be kept apart.
final class Apart {
  private static final long IDS_BETWEEN = 1L << 40;

  /// By stream: the fields that are marked.
  private final Map<String, Set<String>> marked;

  private Apart(Map<String, Set<String>> marked) {
    this.marked = marked;
  }

  /// Empty where scenarios of the plan would mix.
  static Optional<Apart> of(Plan plan) {
    FieldUses uses = new FieldUses(plan);
    Map<String, Set<String>> marked = new HashMap<>();
    for (History history : uses.histories) {
      List<KeyMatch> keys =
          history.keys().stream().filter(key -> isText(plan, history, key)).toList();
      if (keys.isEmpty()) {
        return Optional.empty();
      }
      for (KeyMatch key : keys) {
        mark(marked, history.stream(), ((Field) key.event()).name());
        mark(marked, plan.askStream().name(), ((Field) key.ask()).name());
      }
    }
    plan.streams().forEach(stream -> mark(marked, stream.name(), stream.id()));
    mark(marked, plan.askStream().name(), plan.askStream().id());
    return uses.useAnyOf(marked) ? Optional.empty() : Optional.of(new Apart(marked));
  }

  private static void mark(Map<String, Set<String>> marked, String stream, String field) {
    marked.computeIfAbsent(stream, _ -> new HashSet<>()).add(field);
  }

  private static boolean isText(Plan plan, History history, KeyMatch key) {
    return key.event() instanceof Field(String event)
        && key.ask() instanceof Field(String ask)
        && isText(plan.stream(history.stream()), event)
        && isText(plan.askStream(), ask);
  }

  private static boolean isText(StreamSchema stream, String field) {
    return stream.find(field).orElseThrow().type() == ValueType.STRING;
  }

  /// The scenario of that number, which may share a log with others.
  Scenario marked(int number, Scenario scenario) {
    return scenario.withLog(scenario.log().stream().map(logged -> marked(number, logged)).toList());
  }

  /// Of answers to marked asks those to the scenario of that number, by its own ids.
  static Answers own(int number, Scenario scenario, Answers answers) {
    Map<Object, ArrayRow> own = new HashMap<>();
    for (Placed ask : scenario.asks()) {
      Object id = scenario.idOf(ask);
      ArrayRow row = answers.rows().get(Objects.requireNonNull(marked(number, id)));
      if (row != null) {
        own.put(id, row);
      }
    }
    return new Answers(own);
  }

  private Logged marked(int number, Logged logged) {
    Logged changed = logged;
    for (String field : marked.getOrDefault(logged.stream(), Set.of())) {
      changed = changed.with(field, marked(number, logged.fields().get(field)));
    }
    return changed;
  }

  private static @Nullable Object marked(int number, @Nullable Object value) {
    return switch (value) {
      case null -> null;
      case Long id -> id + number * IDS_BETWEEN;
      default -> number + ":" + value;
    };
  }

  /// What a plan reads of which stream, other than as a key between two fields.
  private static final class FieldUses {
    final List<History> histories = new ArrayList<>();
    private final Map<String, Set<String>> used = new HashMap<>();
    private final Plan plan;

    FieldUses(Plan plan) {
      this.plan = plan;
      plan.features().stream().map(Feature::value).forEach(this::ofAsk);
      for (Label label : plan.labels()) {
        ofHistory(label.history(), List.of(label.outcome()));
      }
    }

    boolean useAnyOf(Map<String, Set<String>> marked) {
      return marked.entrySet().stream()
          .anyMatch(
              stream ->
                  used.getOrDefault(stream.getKey(), Set.of()).stream()
                      .anyMatch(stream.getValue()::contains));
    }

    private void ofAsk(Expression expression) {
      if (expression instanceof Aggregation aggregation) {
        ofHistory(aggregation.history(), Subexpressions.ofEvents(aggregation.aggregate()));
      } else {
        use(plan.askStream().name(), expression);
        Subexpressions.ofSameRow(expression).forEach(this::ofAsk);
      }
    }

    private void ofHistory(History history, List<Expression> values) {
      histories.add(history);
      values.forEach(value -> useAll(history.stream(), value));
      useAll(history.stream(), history.filter());
      for (KeyMatch key : history.keys()) {
        if (!isText(plan, history, key)) {
          useAll(history.stream(), key.event());
          useAll(plan.askStream().name(), key.ask());
        }
      }
    }

    private void useAll(String stream, Expression expression) {
      Subexpressions.forEach(expression, part -> use(stream, part));
    }

    private void use(String stream, Expression part) {
      if (part instanceof Field(String name)) {
        used.computeIfAbsent(stream, _ -> new HashSet<>()).add(name);
      }
    }
  }
}
