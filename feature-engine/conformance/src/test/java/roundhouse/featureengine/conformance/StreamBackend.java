package roundhouse.featureengine.conformance;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import roundhouse.featureengine.conformance.Scenario.Placed;
import roundhouse.featureengine.kernel.ArrayRow;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.language.program.Program;
import roundhouse.featureengine.stream.AskReader;
import roundhouse.featureengine.stream.broker.LocalBroker;

/// The Kafka Streams application on a real broker, asked over its query interface. Scenarios of one
/// plan that can be kept apart share an application: as known they share its source partitions, as
/// served each has its own.
final class StreamBackend implements Backend {
  private final LocalBroker broker;
  private final Path folder;
  private int applications;

  /// @param folder for the broker and the applications' state
  StreamBackend(Path folder) {
    this.folder = folder;
    broker = LocalBroker.start(folder.resolve("broker"));
  }

  @Override
  public String name() {
    return "stream";
  }

  @Override
  public List<Answers> answer(List<Scenario> scenarios) {
    return Together.grouped(scenarios, Scenario::plan, this::answer);
  }

  private List<Answers> answer(Plan plan, List<Scenario> scenarios) {
    AskReader asks = AskReader.of(Program.of(plan));
    if (!asks.readsEvents()) {
      return scenarios.stream().map(scenario -> answersOfAsksAlone(asks, scenario)).toList();
    }
    return Together.grouped(
        scenarios,
        Scenario::visibility,
        (visibility, some) ->
            switch (visibility) {
              case AS_KNOWN -> Together.merged(plan, some, all -> run(List.of(all)).getFirst());
              case AS_SERVED -> Together.sideBySide(plan, some, this::run);
            });
  }

  /// An application refuses a plan that reads no events; the reader alone answers its asks.
  private static Answers answersOfAsksAlone(AskReader reader, Scenario scenario) {
    Map<Object, ArrayRow> answers = new HashMap<>();
    for (Placed ask : scenario.asksInOrderOfSight()) {
      ArrayRow columns = ArrayRow.ofSize(scenario.plan().features().size());
      reader.features(ask.logged().row(scenario.plan().askStream()), List.of(), columns);
      answers.put(scenario.idOf(ask), columns);
    }
    return new Answers(answers);
  }

  /// An application has its plan's name: that of an earlier run would have kept its state.
  private List<Answers> run(List<Scenario> scenarios) {
    int number = ++applications;
    Path state = folder.resolve("application-" + number);
    List<Scenario> renamed =
        scenarios.stream().map(each -> each.withPlan(version(each.plan(), number))).toList();
    try (StreamRun run = StreamRun.start(broker.bootstrapServers(), state, renamed)) {
      return run.answers();
    }
  }

  private static Plan version(Plan plan, int version) {
    return Plan.of(
        plan.name(),
        version,
        plan.askStream(),
        plan.streams(),
        plan.lag(),
        plan.features(),
        plan.labels());
  }

  @Override
  public void close() {
    broker.close();
  }
}
