package roundhouse.activities.training.jvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.local.LonelyWorker;
import roundhouse.activities.training.local.TrainingMachine;
import roundhouse.activities.training.runner.Candidate;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.activities.training.runner.TrainingRun;
import roundhouse.activities.training.trainer.EncodedRows;
import roundhouse.activities.training.trainer.RunFolder;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.storage.ObjectKey;
import roundhouse.temporal.contracts.Progress;

/// Trains with the real XGBoost4J in a process of its own.
class JvmTrainerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  private TrainingMachine machine;

  @BeforeEach
  void startMachine() throws IOException {
    machine = new TrainingMachine(folder);
  }

  private TrainingOutcome train(String id, Map<String, Object> params, List<Progress> told)
      throws Exception {
    TrainingRun run = machine.run(id, 1, "jvm:xgboost", params);
    return machine.runner().submit(run, told::add).await(told::add);
  }

  private Candidate succeed(String id, Map<String, Object> params) throws Exception {
    TrainingOutcome outcome = train(id, params, new ArrayList<>());
    assertThat(outcome).isInstanceOf(TrainingOutcome.Succeeded.class);
    return ((TrainingOutcome.Succeeded) outcome).candidate();
  }

  @Test
  void marginsOfTheGoldenRowsAreThoseOfTheTreesBitForBit() throws Exception {
    Candidate candidate = succeed("training-1", Map.of("rounds", 30));

    assertThat(candidate.library()).isEqualTo("xgboost4j 3.0.4");
    TreeEnsemble trees =
        TreeModelFile.parse(machine.store().read(ObjectKey.of(candidate.modelFile())));
    EncodedRows golden =
        EncodedRows.read(
            machine.store(),
            ObjectKey.of("trainings/training-1/inputs/golden.parquet"),
            List.of("delay", "distance", "carrier"));
    assertThat(trees.nodes().trees()).isEqualTo(30);
    assertThat(candidate.margins()).hasSize(golden.rows());
    double[] margin = new double[1];
    for (int row = 0; row < golden.rows(); row++) {
      trees.margins(golden.matrix(), row * golden.width(), margin);
      assertThat((float) margin[0]).isEqualTo(Float.parseFloat(candidate.margins().get(row)));
    }
  }

  @Test
  void sameRequestGivesTheSameModel() throws Exception {
    Map<String, Object> params = Map.of("rounds", 20, "subsample", 0.8);
    assertThat(succeed("training-1", params).modelSha256())
        .isEqualTo(succeed("training-2", params).modelSha256());
  }

  @Test
  void otherSeedGivesAnotherModel() throws Exception {
    assertThat(
            succeed("training-1", Map.of("rounds", 5, "subsample", 0.8, "seed", 1)).modelSha256())
        .isNotEqualTo(
            succeed("training-2", Map.of("rounds", 5, "subsample", 0.8, "seed", 2)).modelSha256());
  }

  @Test
  void progressIsToldRoundByRound() throws Exception {
    List<Progress> told = new ArrayList<>();
    TrainingOutcome unused = train("training-1", Map.of("rounds", 400), told);
    assertThat(told).anyMatch(progress -> progress.detail().matches("round \\d+ of 400"));
  }

  private RunFolder runningFolder() {
    RunFolder running = new RunFolder(machine.options().runsDir().resolve("training-1/1"));
    await().atMost(PATIENCE).until(() -> running.latestProgress().isPresent());
    return running;
  }

  @Test
  void cancellationEndsTheTrainer() throws Exception {
    TrainingRun run = machine.run("training-1", 1, "jvm:xgboost", Map.of("rounds", 100_000));
    var submission = machine.runner().submit(run, told -> {});
    long process = runningFolder().process().orElseThrow();
    submission.cancel();
    assertThat(ProcessHandle.of(process).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void deathOfTheWorkerEndsTheTrainer() throws Exception {
    Process worker = LonelyWorker.start(folder, "jvm:xgboost", "rounds", "100000");
    RunFolder running = runningFolder();
    assertThat(running.isLocked()).isTrue();
    long process = running.process().orElseThrow();
    worker.destroyForcibly();
    await()
        .atMost(PATIENCE)
        .until(() -> ProcessHandle.of(process).filter(ProcessHandle::isAlive).isEmpty());
    assertThat(running.isLocked()).isFalse();
    assertThat(running.report()).isEmpty();
  }

  @Test
  void trainerThatRunsOutOfMemorySaysSo() throws Exception {
    machine = new TrainingMachine(folder, "8m");
    TrainingOutcome outcome = train("training-1", Map.of(), new ArrayList<>());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            TrainingOutcome.UserFailed.class,
            failed -> assertThat(failed.message()).contains("ran out of memory", "jvm-heap"));
  }
}
