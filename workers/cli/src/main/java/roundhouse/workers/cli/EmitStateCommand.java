package roundhouse.workers.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import roundhouse.temporal.contracts.StateReference;
import roundhouse.temporal.contracts.StateRequest;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Jobs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "emit-state",
    mixinStandardHelpOptions = true,
    description = {
      "Emit the state that a feature server of a feature set starts from.",
      "Then it knows what the source knew, and reads each topic from where the source ended."
    })
final class EmitStateCommand implements Callable<Integer> {
  @Mixin Platform platform = new Platform();
  @Mixin JobOptions job = new JobOptions();

  @Option(
      names = "--feature-set",
      paramLabel = "NAME@VERSION",
      description = "Published feature set, e.g. late-arrival@1.")
  @Nullable String featureSet;

  @Option(
      names = "--source",
      paramLabel = "NAME",
      description = "Source of archived events: roundhouse sources refer-archive.")
  @Nullable String source;

  @Option(
      names = "--known-before",
      paramLabel = "TIME",
      description = "Only events known before it; otherwise all of the source.")
  @Nullable String knownBefore;

  private final Terminal terminal;

  EmitStateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    StateRequest request = checkedRequest();
    try (RoundhouseClient client = platform.connect()) {
      Jobs jobs = new Jobs(client.workflows());
      String id = job.idOr(Jobs.idOf("emit-state-" + request.source(), request));
      job.finish(terminal, jobs, jobs.emitState(id, request), EmitStateCommand::describe);
    }
    return 0;
  }

  private StateRequest checkedRequest() {
    Inputs inputs = new Inputs();
    String set = inputs.featureSet("--feature-set", featureSet, "late-arrival@1");
    String events = inputs.name("--source", source, "flights");
    Instant before = inputs.instantOrNull("--known-before", knownBefore);
    platform.check(inputs, checks -> checks.featureSet("--feature-set", set, List.of()));
    return new StateRequest(set, events, before);
  }

  static List<String> describe(StateReference state) {
    List<String> lines =
        new ArrayList<>(
            Table.of("", "")
                .row("location", state.location())
                .row("feature set", state.featureSet())
                .row("source", state.source())
                .row("known before", state.knownBefore())
                .row("entities", Numbers.count(state.entities()))
                .row("bytes", Numbers.count(state.bytes()))
                .row("plan", state.planHash())
                .lines());
    lines.add("");
    lines.addAll(state.importedStreams().isEmpty() ? settings(state) : obstacle(state));
    return lines;
  }

  private static List<String> settings(StateReference state) {
    return List.of(
        "A feature server that has never run starts from it with the settings",
        "  --roundhouse.features.feature-set=" + state.featureSet(),
        "  --roundhouse.stream.start-from=" + state.location());
  }

  private static List<String> obstacle(StateReference state) {
    return List.of(
        "No feature server starts from it, for imported events have no place in a topic to go on at: "
            + String.join(", ", state.importedStreams()),
        "It is for reading what each entity held. To go live, emit a state of archived topics:",
        "  roundhouse sources refer-archive");
  }
}
