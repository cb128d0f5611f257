package roundhouse.featureengine.conformance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.interpreter.Interpreter;
import roundhouse.featureengine.language.interpreter.ServedPositions;
import roundhouse.featureengine.language.interpreter.SourceEvent;

/// The oracle: every ask from all events at once.
final class InterpreterBackend implements Backend {
  @Override
  public String name() {
    return "interpreter";
  }

  @Override
  public boolean computesLabels() {
    return true;
  }

  @Override
  public List<Answers> answer(List<Scenario> scenarios) {
    return scenarios.stream().map(InterpreterBackend::answer).toList();
  }

  private static Answers answer(Scenario scenario) {
    StreamSchema askStream = scenario.plan().askStream();
    Interpreter interpreter = Interpreter.ofSources(scenario.plan(), sources(scenario));
    Map<Object, ArrayRow> rows = new HashMap<>();
    for (Placed ask : scenario.asks()) {
      ArrayRow row = ask.logged().row(askStream);
      ArrayRow features =
          switch (scenario.visibility()) {
            case AS_KNOWN -> interpreter.features(row);
            case AS_SERVED -> interpreter.features(row, loggedBefore(scenario, ask));
          };
      rows.put(scenario.idOf(ask), joined(features, interpreter.labels(row)));
    }
    return new Answers(rows);
  }

  private static ArrayRow joined(ArrayRow features, ArrayRow labels) {
    List<@Nullable Object> values = new ArrayList<>();
    for (ArrayRow part : List.of(features, labels)) {
      for (int i = 0; i < part.size(); i++) {
        values.add(part.valueAt(i));
      }
    }
    return ArrayRow.of(values.toArray());
  }

  /// For each of the plan's streams its events at their positions.
  static List<List<SourceEvent>> sources(Scenario scenario) {
    List<List<SourceEvent>> sources = new ArrayList<>();
    for (StreamSchema schema : scenario.plan().streams()) {
      sources.add(
          scenario.placed().stream()
              .filter(placed -> placed.logged().stream().equals(schema.name()))
              .map(
                  placed ->
                      new SourceEvent(
                          placed.logged().partition(),
                          placed.offset(),
                          placed.logged().row(schema)))
              .toList());
    }
    return sources;
  }

  private static ServedPositions loggedBefore(Scenario scenario, Placed ask) {
    Map<String, Long> last = new HashMap<>();
    for (Placed placed : scenario.placed()) {
      if (placed.equals(ask)) {
        break;
      }
      last.put(placed.logged().stream() + " " + placed.logged().partition(), placed.offset());
    }
    return (history, partition) -> last.getOrDefault(history.stream() + " " + partition, -1L);
  }
}
