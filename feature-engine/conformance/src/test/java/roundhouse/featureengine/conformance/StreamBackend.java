package roundhouse.featureengine.conformance;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.featureengine.stream.broker.LocalBroker;

/// The Kafka Streams application on a real broker, asked over its query interface. Scenarios of one
/// plan that can be kept apart share an application, each with source partitions of its own.
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
    return Together.byPlan(scenarios, this::answer);
  }

  private List<Answers> answer(Plan plan, List<Scenario> scenarios) {
    Optional<Apart> apart = scenarios.size() == 1 ? Optional.empty() : Apart.of(plan);
    if (apart.isEmpty()) {
      return scenarios.stream().map(scenario -> run(List.of(scenario)).getFirst()).toList();
    }
    List<Scenario> marked =
        IntStream.range(0, scenarios.size())
            .mapToObj(i -> apart.get().marked(i, scenarios.get(i)))
            .toList();
    List<Answers> answers = run(marked);
    List<Answers> own = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      own.add(Apart.own(i, scenarios.get(i), answers.get(i)));
    }
    return List.copyOf(own);
  }

  private List<Answers> run(List<Scenario> scenarios) {
    Path state = folder.resolve("application-" + applications++);
    try (StreamRun run = StreamRun.start(broker.bootstrapServers(), state, scenarios)) {
      return run.answers();
    }
  }

  @Override
  public void close() {
    broker.close();
  }
}
