package roundhouse.workers.cli.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import roundhouse.scoring.decision.Score;
import roundhouse.scoring.decision.ScoringModel;
import roundhouse.scoring.registry.ModelId;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.RegistryState;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.BootstrapOptions;
import roundhouse.temporal.contracts.DatasetReference;
import roundhouse.temporal.contracts.EvaluationRequest;
import roundhouse.temporal.contracts.EvaluationSummary;
import roundhouse.temporal.contracts.Metrics;
import roundhouse.temporal.contracts.RetrainingRequest;
import roundhouse.temporal.contracts.RetrainingResult;
import roundhouse.temporal.contracts.TagContract;
import roundhouse.temporal.contracts.TrainedModel;
import roundhouse.temporal.contracts.TrainingRequest;
import roundhouse.temporal.runtime.Payloads;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.workers.cli.demo.DemoReport.DatasetReport;
import roundhouse.workers.cli.demo.DemoReport.LiveReport;
import roundhouse.workers.cli.demo.DemoReport.ModelReport;
import roundhouse.workers.cli.demo.DemoReport.MonthReport;
import roundhouse.workers.cli.demo.DemoReport.NovemberReport;
import roundhouse.workers.cli.demo.DemoReport.ServedReport;
import roundhouse.workers.cli.demo.DemoReport.TagReport;
import roundhouse.workers.cli.demo.DemoReport.VerdictReport;
import roundhouse.workers.cli.features.ServedVerification;
import roundhouse.workers.cli.platform.Job;
import roundhouse.workers.cli.platform.Jobs;
import roundhouse.workers.cli.platform.RefusedException;
import roundhouse.workers.cli.platform.ScorerClient;
import roundhouse.workers.cli.platform.StoredModels;
import roundhouse.workers.cli.platform.TagDeclarations;
import roundhouse.workers.cli.terminal.ProgressLine;
import roundhouse.workers.cli.terminal.Steps;

/// The main line: events become features, features a model, the model is judged against the
/// champion, a tag moves, a scorer answers. Every step can be repeated: a demo that was ended
/// anywhere goes on from there when it runs again.
public final class Demo {
  private static final String FEATURE_SET = "late-arrival@1";
  private static final String SOURCE = "flights";
  private static final String TAG = "late-arrival";

  /// For both trainers alike; on delays as noisy as these, small leaves fit the noise.
  private static final Map<String, Object> PARAMETERS = Map.of("min_child_weight", 50);

  private static final String LABEL = "late";
  private static final String OWNER = "flights-team";
  private static final Instant OCTOBER = Instant.parse("2013-10-01T00:00:00Z");
  private static final Instant NOVEMBER = Instant.parse("2013-11-01T00:00:00Z");
  private static final Instant DECEMBER = Instant.parse("2013-12-01T00:00:00Z");
  private static final long SHOWN_FLIGHT = 200_000;
  private static final Instant NEW_YEAR = Instant.parse("2013-01-01T00:00:00Z");
  private static final Instant THREE_DAYS_LATER = Instant.parse("2013-01-04T00:00:00Z");
  private static final int STEPS = 12;

  private final DemoSystem system;
  private final Steps steps;

  Demo(DemoSystem system, Steps steps) {
    this.system = system;
    this.steps = steps;
  }

  static Steps steps(roundhouse.workers.cli.terminal.Terminal terminal) {
    return new Steps(terminal, STEPS);
  }

  /// Runs all of it and returns what happened.
  DemoReport run() {
    Trainer trainer = steps.run("tools", "Find Java, Temporal and Python", system::findTools);
    steps.perform("start", "Start Temporal, Kafka, worker and servers", system::start);
    TagContract contract =
        steps.run("publish", "Publish a year of flights, features and tag", this::publish);
    try (RoundhouseClient client = system.connect()) {
      Jobs jobs = new Jobs(client.workflows(), system::requireAlive);
      steps.perform("worker", "Wait for the worker and the scorer", system::awaitReady);
      DatasetReference dataset =
          steps.run(
              "backfill", "Backfill the features of every flight", line -> backfill(jobs, line));
      Nightly nights = nights(client, jobs, trainer);
      RetrainingResult first =
          steps.run(
              "champion",
              "Retrain in the night of 1 October (%s)".formatted(trainer.word()),
              line -> show(jobs.follow(nights.run(OCTOBER), line), line));
      RetrainingResult second =
          steps.run(
              "challenger",
              "Retrain in the night of 1 November (%s)".formatted(trainer.word()),
              line -> show(jobs.follow(nights.run(NOVEMBER), line), line));
      Optional<Untagged> untagged =
          steps.run(
              "untagged",
              "Train the other trainer's model, untagged",
              line -> trainOther(jobs, trainer, dataset, contract, line));
      NovemberReport november =
          steps.run(
              "november",
              "Evaluate each trainer's newest model on November",
              line -> evaluateNovember(jobs, trainer, dataset, contract, second, untagged, line));
      ServedReport served =
          steps.run("score", "Score a flight, served and in batch", line -> score(dataset, line));
      LiveAsks live =
          steps.run(
              "live",
              "Replay three days through Kafka, and ask as they go",
              line -> replay(dataset, line));
      LiveReport verified =
          steps.run(
              "verify",
              "Compute what was served again from the archive",
              line -> verify(live, line));
      return report(dataset, first, second, untagged, november, served, verified);
    }
  }

  private TagContract publish(ProgressLine line) {
    system.publishFlights();
    try (ObjectStore store = ObjectStores.onDisk(system.folder().store())) {
      TagContract contract = readContract();
      TagDeclarations.declare(Registry.open(store), TagName.of(TAG), contract);
      line.result("source %s, feature set %s, tag %s".formatted(SOURCE, FEATURE_SET, TAG));
      return contract;
    }
  }

  private TagContract readContract() {
    Path file = system.checkout().root().resolve("examples/flights/late-arrival.tag.json");
    try {
      return Payloads.mapper().readValue(Files.readString(file), TagContract.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private DatasetReference backfill(Jobs jobs, ProgressLine line) {
    BackfillRequest request = new BackfillRequest(FEATURE_SET, SOURCE, null, null);
    DatasetReference dataset =
        jobs.follow(jobs.backfill(Jobs.idOf("backfill-" + SOURCE, request), request), line);
    line.result("%,d rows, %,d labelled".formatted(dataset.rows(), dataset.labelled()));
    return dataset;
  }

  /// How a night's retraining is started.
  private interface Nightly {
    Job<RetrainingResult> run(Instant midnight);
  }

  /// By the schedule's backfill; where the server has no schedules, by the request itself.
  private Nightly nights(RoundhouseClient client, Jobs jobs, Trainer trainer) {
    if (system.hasSchedules()) {
      return Nights.schedule(client, jobs, retraining(trainer, null))::run;
    }
    return midnight -> {
      RetrainingRequest request = retraining(trainer, midnight);
      return jobs.retrain(Jobs.idOf("retrain-" + TAG, request), request);
    };
  }

  private static RetrainingRequest retraining(Trainer trainer, @Nullable Instant cutOff) {
    return new RetrainingRequest(
        TAG,
        TAG,
        OWNER,
        FEATURE_SET,
        SOURCE,
        List.of(),
        cutOff,
        trainer.workflow(),
        PARAMETERS,
        "cpu",
        BootstrapOptions.standard());
  }

  private static RetrainingResult show(RetrainingResult result, ProgressLine line) {
    line.result(
        "%s, AUC %.4f, %s"
            .formatted(
                result.model().modelId(),
                result.evaluation().metrics().auc(),
                result.evaluation().verdict().outcome()));
    return result;
  }

  /// The untagged model with its evaluation on its own hold-out.
  private record Untagged(TrainedModel model, Metrics metrics) {}

  private Optional<Untagged> trainOther(
      Jobs jobs,
      Trainer trainer,
      DatasetReference dataset,
      TagContract contract,
      ProgressLine line) {
    if (trainer == Trainer.JVM) {
      line.result("left out: there is no other trainer without Python");
      return Optional.empty();
    }
    TrainingRequest request =
        new TrainingRequest(
            TAG,
            OWNER,
            dataset.datasetId(),
            List.of(),
            contract.askFilter(),
            LABEL,
            NOVEMBER,
            contract.holdOut(),
            Trainer.JVM.workflow(),
            PARAMETERS,
            "cpu");
    TrainedModel model = jobs.follow(jobs.train(Jobs.idOf("train-" + TAG, request), request), line);
    EvaluationSummary summary =
        evaluate(
            jobs,
            dataset,
            contract,
            model,
            model.holdoutFrom(),
            model.holdoutTo(),
            model.cutOff(),
            line);
    line.result("%s, AUC %.4f".formatted(model.modelId(), summary.metrics().auc()));
    return Optional.of(new Untagged(model, summary.metrics()));
  }

  private NovemberReport evaluateNovember(
      Jobs jobs,
      Trainer trainer,
      DatasetReference dataset,
      TagContract contract,
      RetrainingResult newest,
      Optional<Untagged> untagged,
      ProgressLine line) {
    MonthReport tagged = onNovember(jobs, dataset, contract, newest.model(), line);
    NovemberReport november =
        switch (trainer) {
          case JVM -> new NovemberReport(null, tagged);
          case PYTHON ->
              new NovemberReport(
                  tagged,
                  onNovember(jobs, dataset, contract, untagged.orElseThrow().model(), line));
        };
    line.result("AUC " + november.aucs());
    return november;
  }

  private MonthReport onNovember(
      Jobs jobs,
      DatasetReference dataset,
      TagContract contract,
      TrainedModel model,
      ProgressLine line) {
    return new MonthReport(
        evaluate(jobs, dataset, contract, model, NOVEMBER, DECEMBER, null, line).metrics().auc());
  }

  private static EvaluationSummary evaluate(
      Jobs jobs,
      DatasetReference dataset,
      TagContract contract,
      TrainedModel model,
      Instant from,
      Instant to,
      @Nullable Instant cutOff,
      ProgressLine line) {
    EvaluationRequest request =
        new EvaluationRequest(
            model.modelId(),
            null,
            dataset.datasetId(),
            from,
            to,
            cutOff,
            contract,
            BootstrapOptions.standard());
    return jobs.follow(jobs.evaluate(Jobs.idOf("evaluate-" + TAG, request), request), line);
  }

  private ServedReport score(DatasetReference dataset, ProgressLine line) {
    Map<String, @Nullable Object> flight = system.showFlight(dataset.datasetId(), SHOWN_FLIGHT);
    try (ObjectStore store = ObjectStores.onDisk(system.folder().store())) {
      RegistryState state = Registry.open(store).state();
      ModelId id = state.tag(TagName.of(TAG)).orElseThrow().modelId().orElseThrow(Demo::noChampion);
      Score batch = StoredModels.load(store, state.model(id).orElseThrow().change()).score(flight);
      ScorerClient.Answer served = system.awaitServed(TAG, id.value(), flight);
      ServedReport report =
          new ServedReport(
              SHOWN_FLIGHT,
              served.probability(),
              batch.decimal(batch.probability()),
              served.modelId());
      line.result("%s served, %s in batch".formatted(report.served(), report.batch()));
      return report;
    }
  }

  private LiveAsks replay(DatasetReference dataset, ProgressLine line) {
    LiveAsks live =
        LiveAsks.parse(system.replayFlights(dataset.datasetId(), NEW_YEAR, THREE_DAYS_LATER));
    line.result(
        "%,d flights asked, %,d vectors equal the dataset's"
            .formatted(live.asks().size(), live.equalVectors()));
    return live;
  }

  /// Scores the flights by their live features, and compares all that was served.
  private LiveReport verify(LiveAsks live, ProgressLine line) {
    int equalScores = 0;
    try (ObjectStore store = ObjectStores.onDisk(system.folder().store())) {
      ScoringModel model = champion(store);
      List<String> scores =
          system.score(TAG, live.asks().stream().map(LiveAsks.Ask::served).toList());
      for (int i = 0; i < live.asks().size(); i++) {
        Score batch = model.score(live.asks().get(i).batch());
        equalScores += scores.get(i).equals(batch.decimal(batch.probability())) ? 1 : 0;
      }
    }
    ServedVerification found = system.verifyServed(live.asks().size(), line);
    found.differences().stream().limit(3).forEach(system::note);
    line.result("%,d of %,d answers equal, to the bit".formatted(found.equal(), found.sampled()));
    return new LiveReport(
        live.asks().size(), live.equalVectors(), equalScores, found.sampled(), found.equal());
  }

  private static ScoringModel champion(ObjectStore store) {
    RegistryState state = Registry.open(store).state();
    ModelId id = state.tag(TagName.of(TAG)).orElseThrow().modelId().orElseThrow(Demo::noChampion);
    return StoredModels.load(store, state.model(id).orElseThrow().change());
  }

  private DemoReport report(
      DatasetReference dataset,
      RetrainingResult first,
      RetrainingResult second,
      Optional<Untagged> untagged,
      NovemberReport november,
      ServedReport served,
      LiveReport live) {
    List<ModelReport> models = new java.util.ArrayList<>();
    models.add(model("champion", first.model(), first.evaluation().metrics()));
    models.add(model("challenger", second.model(), second.evaluation().metrics()));
    untagged.ifPresent(other -> models.add(model("untagged", other.model(), other.metrics())));
    return new DemoReport(
        new DatasetReport(
            system.folder().store().resolve(dataset.location()).toString(),
            dataset.rows(),
            dataset.labelled(),
            dataset.digest(),
            dataset.planHash()),
        models,
        november,
        new VerdictReport(
            second.evaluation().verdict().outcome().name(),
            second.evaluation().verdict().reasons()),
        new TagReport(TAG, second.tagBefore().championId(), served.modelId()),
        served,
        live,
        steps.seconds());
  }

  private static RefusedException noChampion() {
    return RefusedException.of(
        "Tag",
        TAG,
        "a promoted model to score with",
        "read why there is none: roundhouse tags history " + TAG);
  }

  private static ModelReport model(String role, TrainedModel model, Metrics metrics) {
    return new ModelReport(
        role,
        model.modelId(),
        model.trainer(),
        model.cutOff(),
        model.trainFrom(),
        model.trainTo(),
        model.holdoutFrom(),
        model.holdoutTo(),
        metrics.auc(),
        metrics.aucLow(),
        metrics.aucHigh(),
        metrics.logLoss());
  }
}
