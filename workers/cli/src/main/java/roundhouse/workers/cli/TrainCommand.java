package roundhouse.workers.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import roundhouse.temporal.contracts.HoldOut;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Jobs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "train",
    mixinStandardHelpOptions = true,
    description = "Train one model on a dataset and register it; no tag moves.")
final class TrainCommand implements Callable<Integer> {
  @Mixin Platform platform = new Platform();
  @Mixin JobOptions job = new JobOptions();
  @Mixin ModelOptions model = new ModelOptions();

  @Option(names = "--dataset", paramLabel = "ID", description = "A registered dataset.")
  @Nullable String dataset;

  @Option(
      names = "--filter",
      paramLabel = "CONDITION",
      defaultValue = "",
      description = "Condition on the ask's fields: \"carrier = 'UA' and distance > 500\".")
  String filter = "";

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description = "Label column of the dataset, e.g. late.")
  @Nullable String label;

  @Option(
      names = "--cut-off",
      paramLabel = "TIME",
      description = "Nothing learned after it is used.")
  @Nullable String cutOff;

  @Option(
      names = "--hold-out",
      paramLabel = "LENGTH",
      defaultValue = "14d",
      description = "How much before the cut-off is held out (default: ${DEFAULT-VALUE}).")
  String holdOut = "14d";

  @Option(
      names = "--gap",
      paramLabel = "LENGTH",
      defaultValue = "0d",
      description = "Distance between training labels and hold-out (default: ${DEFAULT-VALUE}).")
  String gap = "0d";

  private final Terminal terminal;

  TrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    TrainingRequest request = checkedRequest();
    try (RoundhouseClient client = platform.connect()) {
      Jobs jobs = new Jobs(client.workflows());
      String id = job.idOr(Jobs.idOf("train-" + request.name(), request));
      job.finish(terminal, jobs, jobs.train(id, request), TrainCommand::describe);
    }
    return 0;
  }

  private TrainingRequest checkedRequest() {
    Inputs inputs = new Inputs();
    String data = inputs.name("--dataset", dataset, "late-arrival-v1-0123456789abcdef");
    String column = inputs.required("--label", label, "late");
    Instant until = inputs.instant("--cut-off", cutOff, "2013-11-01T00:00:00Z");
    Duration length = inputs.duration("--hold-out", holdOut, false);
    Duration distance = inputs.duration("--gap", gap, true);
    String family = model.family(inputs);
    String trainer = model.workflow(inputs);
    Map<String, Object> parameters = model.parameters(inputs);
    platform.check(
        inputs, checks -> checks.dataset("--dataset", data, model.features(), column, filter));
    return new TrainingRequest(
        family,
        model.owner,
        data,
        model.features(),
        filter,
        column,
        until,
        new HoldOut(length, distance),
        trainer,
        parameters,
        model.resourceClass);
  }

  static List<String> describe(TrainedModel model) {
    return Table.of("", "")
        .row("model", model.modelId())
        .row("trainer", model.trainer())
        .row("dataset", model.datasetId())
        .row("trained on asks", model.trainFrom() + " to " + model.trainTo())
        .row("held out", model.holdoutFrom() + " to " + model.holdoutTo())
        .row("certificate", model.certificate())
        .lines();
  }
}
