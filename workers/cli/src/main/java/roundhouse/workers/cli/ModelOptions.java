package roundhouse.workers.cli;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import roundhouse.workers.cli.platform.Inputs;

/// What training and retraining alike say about the model that they want.
final class ModelOptions {
  private static final String WORKFLOW = "(python|jvm):[A-Za-z0-9_-]{1,64}";

  @Option(names = "--name", paramLabel = "NAME", description = "Model family, e.g. late-arrival.")
  @Nullable String name;

  @Option(
      names = "--owner",
      paramLabel = "WHO",
      defaultValue = "${sys:user.name}",
      description = "Team or person answerable for the model (default: you).")
  String owner = "";

  @Option(
      names = "--workflow",
      paramLabel = "TRAINER",
      description = "python:<name> for a training workflow in Python, or jvm:xgboost.")
  @Nullable String workflow;

  @Option(
      names = "--features",
      paramLabel = "COLUMN",
      split = ",",
      description = "Columns to train on, separated by commas (default: all of the feature set).")
  List<String> features = List.of();

  @Option(
      names = "--param",
      paramLabel = "KEY=VALUE",
      description = "Passed to the training workflow as it is; may be repeated.")
  List<String> parameters = List.of();

  @Option(
      names = "--resource-class",
      paramLabel = "CLASS",
      defaultValue = "cpu",
      description = "Where it runs (default: ${DEFAULT-VALUE}).")
  String resourceClass = "cpu";

  String family(Inputs inputs) {
    return inputs.name("--name", name, "late-arrival");
  }

  String workflow(Inputs inputs) {
    String trainer = inputs.required("--workflow", workflow, "jvm:xgboost");
    if (!trainer.isEmpty() && !trainer.matches(WORKFLOW)) {
      inputs.problem(
          "--workflow", trainer, "python:<name> or jvm:xgboost", "name one of the two kinds");
    }
    return trainer;
  }

  Map<String, Object> parameters(Inputs inputs) {
    return inputs.parameters("--param", parameters);
  }

  List<String> features() {
    return features;
  }
}
