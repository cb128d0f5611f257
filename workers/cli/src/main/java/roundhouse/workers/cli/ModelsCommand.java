package roundhouse.workers.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.scoring.registry.Change.ModelRegistered;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Recorded;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.storage.ObjectStore;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.platform.RequestChecks;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

/// Models: immutable, each from one training.
@Command(
    name = "models",
    mixinStandardHelpOptions = true,
    description = "List and show registered models.")
final class ModelsCommand implements Runnable {
  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  CommandSpec spec;

  private final Terminal terminal;

  private ModelsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static CommandLine of(Terminal terminal) {
    return new CommandLine(new ModelsCommand(terminal))
        .addSubcommand(new ListModels(terminal))
        .addSubcommand(new ShowModel(terminal));
  }

  @Override
  public void run() {
    spec.commandLine().usage(terminal.out());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Registered models, the latest first.")
  static final class ListModels implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Option(
        names = "--limit",
        paramLabel = "N",
        defaultValue = "20",
        description = "At most so many (default: ${DEFAULT-VALUE}).")
    String limit = "20";

    private final Terminal terminal;

    ListModels(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Inputs inputs = new Inputs();
      int most = inputs.atLeast("--limit", 1, limit);
      inputs.refuseIfAny();
      Table table = Table.of("model", "trainer", "cut-off", "tags", "certificate", "registered");
      try (ObjectStore store = platform.openStore()) {
        RegistryState state = platform.openRegistry(store).state();
        for (Recorded<ModelRegistered> model :
            state.models().reversed().stream().limit(most).toList()) {
          table.row(
              model.change().modelId(),
              model.change().trainer(),
              Numbers.time(model.change().cutOff()),
              tagsOf(state, model.change().modelId()),
              model.change().certificate(),
              Numbers.time(model.time()));
        }
      }
      (table.isEmpty() ? List.of("No model is registered.") : table.lines())
          .forEach(terminal::print);
      return 0;
    }
  }

  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "One model: what it was made from, and what was decided about it.")
  static final class ShowModel implements Callable<Integer> {
    @Mixin Platform platform = new Platform();

    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "The model's id.")
    @Nullable String id;

    private final Terminal terminal;

    ShowModel(Terminal terminal) {
      this.terminal = terminal;
    }

    @Override
    public Integer call() {
      Inputs inputs = new Inputs();
      String model = inputs.name("MODEL", id, "late-arrival-0123456789ab");
      try (ObjectStore store = platform.openStore()) {
        RegistryState state = platform.openRegistry(store).state();
        new RequestChecks(inputs, store, state).model("MODEL", model);
        inputs.refuseIfAny();
        describe(state, ModelId.of(model)).forEach(terminal::print);
      }
      return 0;
    }
  }

  private static List<String> describe(RegistryState state, ModelId id) {
    Recorded<ModelRegistered> recorded = state.model(id).orElseThrow();
    ModelRegistered model = recorded.change();
    List<String> lines =
        new ArrayList<>(
            Table.of("", "")
                .row("model", model.modelId())
                .row("family", model.family())
                .row("owner", model.owner())
                .row("tags", tagsOf(state, id))
                .row("registered", Numbers.time(recorded.time()) + ", entry " + recorded.entry())
                .row("training", model.trainingId())
                .row("trainer", model.trainer())
                .row("feature set", model.featureSet())
                .row("dataset", model.datasetId())
                .row("dataset digest", model.datasetDigest())
                .row("label", model.label())
                .row("cut-off", Numbers.time(model.cutOff()))
                .row("trained on asks", Numbers.range(model.trainFrom(), model.trainTo()))
                .row("held out", Numbers.range(model.holdoutFrom(), model.holdoutTo()))
                .row("certificate", model.certificate())
                .row("location", model.location())
                .row("manifest digest", model.manifestSha256())
                .lines());
    for (Recorded<DecisionRecorded> decision : decisionsOn(state, id)) {
      lines.add(
          "%s for tag %s at revision %d, decision %s"
              .formatted(
                  decision.change().verdict(),
                  decision.change().tag(),
                  decision.change().tagRevision(),
                  decision.change().decisionId()));
    }
    return lines;
  }

  static List<Recorded<DecisionRecorded>> decisionsOn(RegistryState state, ModelId id) {
    return state.decisions().stream()
        .filter(decision -> decision.change().modelId().equals(id))
        .toList();
  }

  private static String tagsOf(RegistryState state, ModelId id) {
    String tags =
        state.tags().stream()
            .filter(tag -> tag.modelId().filter(id::equals).isPresent())
            .map(tag -> tag.name().value())
            .collect(Collectors.joining(", "));
    return tags.isEmpty() ? "-" : tags;
  }
}
