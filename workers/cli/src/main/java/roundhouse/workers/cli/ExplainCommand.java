package roundhouse.workers.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import roundhouse.scoring.registry.Change.DecisionRecorded;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Recorded;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.Tag;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.DecisionRecord;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.workers.cli.platform.Decisions;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.platform.Promotions;
import roundhouse.workers.cli.platform.Promotions.Answered;
import roundhouse.workers.cli.platform.RefusedException;
import roundhouse.workers.cli.platform.RequestChecks;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = "Tell why a model was promoted or not, from the recorded decision.")
final class ExplainCommand implements Callable<Integer> {
  @Mixin Platform platform = new Platform();

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL|TAG",
      description = "A model's id, or a tag for the model that it points to.")
  @Nullable String subject;

  private final Terminal terminal;

  ExplainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    Inputs inputs = new Inputs();
    String name = inputs.name("MODEL|TAG", subject, "late-arrival");
    inputs.refuseIfAny();
    try (ObjectStore store = platform.openStore()) {
      RegistryState state = platform.openRegistry(store).state();
      ModelId model = modelOf(state, name, new RequestChecks(inputs, store, state), inputs);
      explain(store, state, model);
    }
    return 0;
  }

  private static ModelId modelOf(
      RegistryState state, String name, RequestChecks checks, Inputs inputs) {
    if (state.tag(TagName.of(name)).isEmpty()) {
      checks.model("MODEL|TAG", name);
      inputs.refuseIfAny();
      return ModelId.of(name);
    }
    return state
        .tag(TagName.of(name))
        .flatMap(Tag::modelId)
        .orElseThrow(
            () ->
                RefusedException.of(
                    "MODEL|TAG",
                    name,
                    "a model, or a tag that points to one",
                    "see what there is with: roundhouse models list"));
  }

  private void explain(ObjectStore store, RegistryState state, ModelId model) {
    List<Recorded<DecisionRecorded>> decisions = ModelsCommand.decisionsOn(state, model);
    if (decisions.isEmpty()) {
      terminal.print(
          "Model %s: no decision was taken on it; it was trained without a tag.".formatted(model));
    }
    String gap = "";
    for (Recorded<DecisionRecorded> recorded : decisions) {
      terminal.out().print(gap);
      explanation(store, state, recorded).lines().forEach(terminal::print);
      gap = System.lineSeparator();
    }
  }

  private Explanation explanation(
      ObjectStore store, RegistryState state, Recorded<DecisionRecorded> recorded) {
    Decisions decisions = new Decisions(store);
    DecisionRecord decision = decisions.read(recorded.change());
    return new Explanation(
        recorded,
        decision,
        decisions.readEvaluation(decision),
        Explanation.moveBy(state, recorded.change()),
        answer(recorded.change()));
  }

  /// What a person said is in the promotion's history; without Temporal the rest is told.
  private Answered answer(DecisionRecorded decision) {
    if (!decision.verdict().equals("PROMOTE")) {
      return new Answered("none was asked for");
    }
    try (RoundhouseClient client = platform.connect()) {
      return new Promotions(client.workflows())
          .answered(decision.tag().value(), decision.modelId().value());
    } catch (RefusedException unreachable) {
      return new Answered("unknown, as Temporal does not answer");
    }
  }
}
