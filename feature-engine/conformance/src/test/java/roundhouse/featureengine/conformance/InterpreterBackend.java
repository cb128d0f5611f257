package roundhouse.featureengine.conformance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.ast.StreamSchema;
import roundhouse.featureengine.language.interpreter.Interpreter;

/// The oracle: every ask from all events at once.
final class InterpreterBackend implements Backend {
  @Override
  public String name() {
    return "interpreter";
  }

  @Override
  public List<Answers> answer(List<Scenario> scenarios) {
    return scenarios.stream().map(InterpreterBackend::answer).toList();
  }

  private static Answers answer(Scenario scenario) {
    Interpreter interpreter = Interpreter.of(scenario.plan(), scenario.events());
    StreamSchema askStream = scenario.plan().askStream();
    Map<Object, ArrayRow> features = new HashMap<>();
    for (Scenario.Logged ask : scenario.asks()) {
      Object id = Objects.requireNonNull(ask.fields().get(askStream.id()));
      features.put(id, interpreter.features(ask.row(askStream)));
    }
    return new Answers(features);
  }
}
