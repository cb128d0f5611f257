package roundhouse.workers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.temporal.client.WorkflowClient;
import io.temporal.common.VersioningBehavior;
import io.temporal.failure.ApplicationFailure;
import io.temporal.worker.WorkerFactory;
import io.temporal.worker.WorkerFactoryOptions;
import io.temporal.worker.WorkerPlugin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.featureengine.language.EventStream;
import roundhouse.featureengine.language.FeatureSet;
import roundhouse.featureengine.language.plan.Plan;
import roundhouse.scoring.registry.Change.FeatureSetPublished;
import roundhouse.scoring.registry.CommandId;
import roundhouse.scoring.registry.FeatureSetId;
import roundhouse.scoring.registry.Registry;
import roundhouse.scoring.registry.TagName;
import roundhouse.storage.ObjectKey;
import roundhouse.storage.ObjectStore;
import roundhouse.storage.ObjectStores;
import roundhouse.temporal.contracts.Approval;
import roundhouse.temporal.contracts.BackfillRequest;
import roundhouse.temporal.contracts.FailureTypes;
import roundhouse.temporal.contracts.PromotionPolicy;
import roundhouse.temporal.contracts.TaskQueues;
import roundhouse.temporal.contracts.Visibility;
import roundhouse.temporal.runtime.Capability;
import roundhouse.temporal.runtime.CapabilityPlugin;
import roundhouse.temporal.runtime.Payloads;
import roundhouse.temporal.runtime.RoundhouseClient;
import roundhouse.temporal.testkit.DevServerExtension;
import roundhouse.temporal.testkit.fakes.FakePlatform;
import roundhouse.temporal.testkit.fakes.FakePromotion;
import roundhouse.workers.cli.platform.TagDeclarations;
import roundhouse.workers.cli.terminal.Terminal;
import roundhouse.workflows.BackfillFeaturesWorkflow;
import roundhouse.workflows.EmitStateWorkflow;
import roundhouse.workflows.EvaluateModelWorkflow;
import roundhouse.workflows.PromoteModelWorkflow;
import roundhouse.workflows.RetrainModelWorkflow;
import roundhouse.workflows.TrainModelWorkflow;

/// The commands that start and answer jobs, on the real server, with activities that only answer.
@ExtendWith(DevServerExtension.class)
class CommandsIT {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final FakePlatform fakes = new FakePlatform(PromotionPolicy.APPROVE);
  private final RoundhouseClient client;
  private final Path store;

  @SuppressWarnings("NullAway.Init") // set before each test
  private WorkerFactory workers;

  CommandsIT(RoundhouseClient client, @TempDir Path folder) throws IOException {
    this.client = client;
    this.store = Files.createDirectory(folder.resolve("store"));
  }

  /// What a request may name.
  record Order(long id, Instant at, String product) {}

  @BeforeEach
  void publishAndStartWorkers() {
    publish();
    workers = start(client.workflows(), fakes);
  }

  private void publish() {
    Plan plan =
        FeatureSet.askedBy(
                EventStream.named("order")
                    .of(Order.class)
                    .identifiedBy(Order::id)
                    .happeningAt(Order::at))
            .named("late-arrival")
            .version(1)
            .feature("product", Order::product)
            .plan();
    try (ObjectStore objects = ObjectStores.onDisk(store)) {
      objects.putOnce(ObjectKey.of("plans/" + plan.hash() + ".json"), plan.toJson());
      Registry registry = Registry.open(objects);
      registry
          .append(
              CommandId.of("publish"),
              new FeatureSetPublished(FeatureSetId.parse("late-arrival@1"), plan.hash()))
          .orThrow();
      for (String tag : List.of(FakePromotion.TAG, "known-to-the-registry-only")) {
        TagDeclarations.declare(
            registry, TagName.of(tag), FakePlatform.contract(PromotionPolicy.APPROVE));
      }
    }
  }

  private static WorkerFactory start(WorkflowClient client, FakePlatform fakes) {
    WorkerFactory workers =
        WorkerFactory.newInstance(
            client,
            WorkerFactoryOptions.newBuilder()
                .setPlugins(
                    plugin(
                        TaskQueues.FEATURES,
                        List.of(fakes.backfill(), fakes.state()),
                        BackfillFeaturesWorkflow.class,
                        EmitStateWorkflow.class),
                    plugin(
                        TaskQueues.TRAINING, List.of(fakes.training()), TrainModelWorkflow.class),
                    plugin(
                        TaskQueues.EVALUATION,
                        List.of(fakes.evaluation()),
                        EvaluateModelWorkflow.class),
                    plugin(
                        TaskQueues.PROMOTION,
                        List.of(fakes.promotion()),
                        PromoteModelWorkflow.class),
                    plugin(TaskQueues.RETRAINING, List.of(), RetrainModelWorkflow.class))
                .setShutdownCheckInterval(Duration.ofMillis(20))
                .build());
    workers.start();
    return workers;
  }

  private static WorkerPlugin plugin(String queue, List<Object> activities, Class<?>... workflows) {
    return new CapabilityPlugin(
        new Capability(queue, queue, VersioningBehavior.PINNED, List.of(workflows), activities, 8));
  }

  @AfterEach
  void stopWorkers() {
    workers.shutdownNow();
    workers.awaitTermination(10, TimeUnit.SECONDS);
  }

  @Test
  void aBackfillShowsItsDatasetAndIsDoneOnce() {
    String[] command = {"backfill", "--feature-set=late-arrival@1", "--source=flights"};
    assertThat(run(command)).as(errors()).isZero();
    assertThat(run(command)).as(errors()).isZero();
    assertThat(output())
        .containsPattern("dataset +late-arrival-v1-0123456789abcdef")
        .containsPattern("rows +900")
        .containsPattern("positive +180 \\(22\\.2 %\\)");
    assertThat(fakes.backfill().written()).hasSize(9);
  }

  @Test
  void aBackfillOfAnswersIsAnotherOne() {
    assertThat(run("backfill", "--feature-set=late-arrival@1", "--source=answered", "--as-served"))
        .as(errors())
        .isZero();
    assertThat(run("backfill", "--feature-set=late-arrival@1", "--source=answered"))
        .as(errors())
        .isZero();
    assertThat(fakes.backfill().requests())
        .extracting(BackfillRequest::visibility)
        .containsExactly(Visibility.AS_SERVED, Visibility.AS_KNOWN);
    assertThat(output())
        .containsPattern("values +as served to each ask")
        .containsPattern("values +as known before each ask");
  }

  @Test
  void anEmittedStateShowsWhatStartsFromIt() {
    assertThat(run("emit-state", "--feature-set=late-arrival@1", "--source=flights"))
        .as(errors())
        .isZero();
    assertThat(output())
        .containsPattern("location +states/late-arrival-v1-0123456789abcdef")
        .containsPattern("entities +100")
        .contains("  --roundhouse.features.feature-set=late-arrival@1\n")
        .endsWith("  --roundhouse.stream.start-from=states/late-arrival-v1-0123456789abcdef\n");
  }

  @Test
  void anApprovedRetrainingMovesTheTag() {
    assertThat(retrain("to-approve", "--detach")).as(errors()).isZero();
    assertThat(output()).isEqualTo("to-approve\n");
    assertThat(run("approve", FakePromotion.TAG, "--wait=1m", "--approver=ada", "-m", "good"))
        .as(errors())
        .isZero();
    assertThat(retrain("to-approve")).as(errors()).isZero();
    assertThat(output())
        .containsPattern("answer +APPROVE by ada")
        .containsPattern("verdict +PROMOTE")
        .containsPattern("tag +MOVED, revision 1");
    assertThat(fakes.promotion().state().championId()).isEqualTo("late-arrival-0123456789ab");
  }

  @Test
  void aRejectedRetrainingLeavesTheTag() {
    retrain("to-reject", "--detach");
    assertThat(run("reject", FakePromotion.TAG, "--wait=1m", "--comment=too soon")).isZero();
    assertThat(retrain("to-reject")).as(errors()).isZero();
    assertThat(output()).containsPattern("tag +REJECTED, revision 0: rejected by .*too soon");
    assertThat(fakes.promotion().moves()).isEmpty();
  }

  @Test
  void aSecondAnswerIsRefusedWithTheFirst() {
    retrain("answered-twice", "--detach");
    assertThat(run("reject", FakePromotion.TAG, "--wait=1m", "--approver=ada")).isZero();
    assertThat(run("approve", "--workflow=answered-twice-promote")).isEqualTo(2);
    assertThat(errors()).contains("Promotion 'answered-twice-promote'", "ada said REJECT");
  }

  @Test
  void anAnswerForAnotherModelIsRefused() {
    retrain("another-model", "--detach");
    assertThat(run("approve", FakePromotion.TAG, "--wait=1m", "--model=some-other")).isEqualTo(2);
    assertThat(errors()).contains("the model that waits, late-arrival-0123456789ab");
    assertThat(run("reject", FakePromotion.TAG)).isZero();
  }

  @Test
  void anAnswerCanBePrintedForTheTemporalCommandLine() {
    retrain("printed", "--detach");
    out.reset();
    assertThat(run("approve", FakePromotion.TAG, "--wait=1m", "--print")).as(errors()).isZero();
    Approval printed = Payloads.mapper().readValue(output(), Approval.class);
    assertThat(printed.modelId()).isEqualTo("late-arrival-0123456789ab");
    assertThat(run("reject", FakePromotion.TAG)).isZero();
  }

  @Test
  void withoutAWaitingPromotionThereIsNothingToAnswer() {
    assertThat(run("approve", "known-to-the-registry-only")).isEqualTo(2);
    assertThat(errors()).contains("expected one promotion that waits, found 0");
  }

  @Test
  void aRefusalByTheWorkflowListsItsProblems() {
    assertThat(
            run(
                "retrain",
                "--tag=known-to-the-registry-only",
                "--name=late-arrival",
                "--feature-set=late-arrival@1",
                "--source=flights",
                "--workflow=jvm:xgboost"))
        .isEqualTo(2);
    assertThat(errors())
        .contains("Tag 'known-to-the-registry-only': expected a declared tag; one of: late-arrival")
        .doesNotContain("\tat ");
  }

  @Test
  void aFailureOfTheUsersCodeShowsItsTraceback() {
    fakes
        .training()
        .faults()
        .add(
            ApplicationFailure.newNonRetryableFailure(
                "train: raised ValueError",
                FailureTypes.USER_CODE_FAILED,
                "Traceback (most recent call last):\n  File \"late.py\", line 3"));
    assertThat(retrain("user-code")).isEqualTo(1);
    assertThat(errors())
        .contains("train: raised ValueError", "  File \"late.py\", line 3")
        .doesNotContain("\tat ");
  }

  private int retrain(String id, String... more) {
    List<String> command =
        new ArrayList<>(
            List.of(
                "retrain",
                "--tag=" + FakePromotion.TAG,
                "--name=late-arrival",
                "--feature-set=late-arrival@1",
                "--source=flights",
                "--cut-off=2013-10-01",
                "--workflow=jvm:xgboost",
                "--id=" + id));
    command.addAll(List.of(more));
    return run(command.toArray(String[]::new));
  }

  private int run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(arguments));
    command.add("--temporal=" + client.options().target());
    command.add("--store=" + store);
    return Roundhouse.run(
        new Terminal(
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            false,
            80),
        command.toArray(String[]::new));
  }

  private String output() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String errors() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
