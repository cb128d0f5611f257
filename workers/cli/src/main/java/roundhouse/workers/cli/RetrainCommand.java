package roundhouse.workers.cli;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.PromotionOutcome;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Jobs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "retrain",
    mixinStandardHelpOptions = true,
    description = "Backfill, train, evaluate beside the champion, decide, and promote.")
final class RetrainCommand implements Callable<Integer> {
  @Mixin Platform platform = new Platform();
  @Mixin JobOptions job = new JobOptions();
  @Mixin ModelOptions model = new ModelOptions();

  @Option(names = "--tag", paramLabel = "NAME", description = "The tag to win.")
  @Nullable String tag;

  @Option(
      names = "--feature-set",
      paramLabel = "NAME@VERSION",
      description = "Published feature set, e.g. late-arrival@1.")
  @Nullable String featureSet;

  @Option(names = "--source", paramLabel = "NAME", description = "Imported source of events.")
  @Nullable String source;

  @Option(
      names = "--cut-off",
      paramLabel = "TIME",
      description = "Nothing learned after it is used (default: when the workflow starts).")
  @Nullable String cutOff;

  private final Terminal terminal;

  RetrainCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    RetrainingRequest request = checkedRequest();
    try (RoundhouseClient client = platform.connect()) {
      Jobs jobs = new Jobs(client.workflows());
      String id = job.idOr(idOf(request));
      job.finish(terminal, jobs, jobs.retrain(id, request), RetrainCommand::describe);
    }
    return 0;
  }

  /// Without a cut-off each start is a wish of its own, so its time is part of the id.
  private static String idOf(RetrainingRequest request) {
    String prefix = "retrain-" + request.tag();
    return request.cutOff() == null
        ? prefix + "-" + Instant.now().getEpochSecond()
        : Jobs.idOf(prefix, request);
  }

  private RetrainingRequest checkedRequest() {
    Inputs inputs = new Inputs();
    String target = inputs.name("--tag", tag, "late-arrival");
    String set = inputs.featureSet("--feature-set", featureSet, "late-arrival@1");
    String events = inputs.name("--source", source, "flights");
    Instant until = inputs.instantOrNull("--cut-off", cutOff);
    String family = model.family(inputs);
    String trainer = model.workflow(inputs);
    Map<String, Object> parameters = model.parameters(inputs);
    platform.check(
        inputs,
        checks -> {
          checks.tag("--tag", target);
          checks.featureSet("--feature-set", set, model.features());
        });
    return new RetrainingRequest(
        target,
        family,
        model.owner,
        set,
        events,
        model.features(),
        until,
        trainer,
        parameters,
        model.resourceClass,
        BootstrapOptions.standard());
  }

  static List<String> describe(RetrainingResult result) {
    EvaluationSummary evaluation = result.evaluation();
    List<String> lines =
        new ArrayList<>(
            Table.of("", "")
                .row("model", result.model().modelId())
                .row("champion", evaluation.championId() == null ? "-" : evaluation.championId())
                .row("judged on", Numbers.count(evaluation.rows()) + " labelled asks")
                .row("verdict", evaluation.verdict().outcome())
                .row("decision", result.decisionId())
                .row("tag", describe(result.promotion()))
                .lines());
    evaluation.verdict().reasons().forEach(reason -> lines.add("  " + reason));
    return lines;
  }

  private static String describe(@Nullable PromotionOutcome promotion) {
    return promotion == null
        ? "stays"
        : "%s, revision %d: %s"
            .formatted(promotion.status(), promotion.tagRevision(), promotion.reason());
  }
}
