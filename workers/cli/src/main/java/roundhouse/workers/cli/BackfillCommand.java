package roundhouse.workers.cli;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import roundhouse.temporal.contracts.Backend;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.PartitionUnit;
import roundhouse.temporal.contracts.Visibility;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.workers.cli.platform.Inputs;
import roundhouse.workers.cli.platform.Jobs;
import roundhouse.workers.cli.platform.Platform;
import roundhouse.workers.cli.terminal.Numbers;
import roundhouse.workers.cli.terminal.Table;
import roundhouse.workers.cli.terminal.Terminal;

@Command(
    name = "backfill",
    mixinStandardHelpOptions = true,
    description = "Compute a feature set over a source of events into an immutable dataset.")
final class BackfillCommand implements Callable<Integer> {
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
      description = "Source of events, imported or archived.")
  @Nullable String source;

  @Option(names = "--from", paramLabel = "TIME", description = "First ask time, included.")
  @Nullable String from;

  @Option(names = "--to", paramLabel = "TIME", description = "Last ask time, excluded.")
  @Nullable String to;

  @Option(
      names = "--alongside",
      paramLabel = "NAME@VERSION",
      split = ",",
      description =
          "Feature sets with the same kind of ask, computed in the same pass over the source.")
  List<String> alongside = List.of();

  @Option(
      names = "--partitions",
      paramLabel = "UNIT",
      description = "How the dataset is cut into files: ${COMPLETION-CANDIDATES}.")
  PartitionUnit partitions = PartitionUnit.MONTH;

  @Option(
      names = "--backend",
      paramLabel = "BACKEND",
      description = "Where rows are computed: ${COMPLETION-CANDIDATES}.")
  Backend backend = Backend.BATCH;

  @Option(
      names = "--as-served",
      description =
          "A row for each answer of the feature server, with its features as they were served; the"
              + " source has the answers.")
  boolean asServed;

  private final Terminal terminal;

  BackfillCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    BackfillRequest request = checkedRequest();
    try (RoundhouseClient client = platform.connect()) {
      Jobs jobs = new Jobs(client.workflows());
      String id = job.idOr(Jobs.idOf("backfill-" + request.source(), request));
      job.finish(
          terminal,
          jobs,
          jobs.backfill(id, request),
          dataset -> describe(dataset, request.visibility()));
    }
    return 0;
  }

  private BackfillRequest checkedRequest() {
    Inputs inputs = new Inputs();
    String set = inputs.featureSet("--feature-set", featureSet, "late-arrival@1");
    String events = inputs.name("--source", source, "flights");
    Instant start = inputs.instantOrNull("--from", from);
    Instant end = inputs.instantOrNull("--to", to);
    if (start != null && end != null && !start.isBefore(end)) {
      inputs.problem("--to", end.toString(), "a time after --from " + start, "swap or widen them");
    }
    List<String> others =
        alongside.stream()
            .map(other -> inputs.featureSet("--alongside", other, "late-arrival@1"))
            .toList();
    platform.check(inputs, checks -> checks.featureSet("--feature-set", set, List.of()));
    BackfillRequest request =
        new BackfillRequest(set, events, start, end).alongside(others).by(partitions).on(backend);
    return asServed ? request.asServed() : request;
  }

  static List<String> describe(DatasetReference dataset, Visibility visibility) {
    return Table.of("", "")
        .row("dataset", dataset.datasetId())
        .row("location", dataset.location())
        .row("feature set", dataset.featureSet())
        .row(
            "values",
            switch (visibility) {
              case AS_KNOWN -> "as known before each ask";
              case AS_SERVED -> "as served to each ask";
            })
        .row("rows", Numbers.count(dataset.rows()))
        .row("labelled", Numbers.count(dataset.labelled()))
        .row("positive", Numbers.share(dataset.positive(), dataset.labelled()))
        .row("digest", dataset.digest())
        .row("plan", dataset.planHash())
        .lines();
  }
}
