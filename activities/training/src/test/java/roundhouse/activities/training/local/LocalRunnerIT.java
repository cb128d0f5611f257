package roundhouse.activities.training.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.activities.training.runner.TrainingOutcome.Succeeded;
import roundhouse.activities.training.runner.TrainingOutcome.UserFailed;
import roundhouse.activities.training.runner.TrainingRun;
import roundhouse.activities.training.runner.TrainingRunner.Submission;
import roundhouse.activities.training.trainer.RunFolder;
import roundhouse.scoring.trees.TreeModelFile;
import roundhouse.scoring.trees.ensemble.TreeEnsemble;
import roundhouse.storage.ObjectKey;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;

/// Runs real Python trainers as processes of this machine.
class LocalRunnerIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /// Tells its own process id and that of a child that left the session, then waits for a file.
  private static final String WAITING_WORKFLOW =
      """
      import os, subprocess, time
      from pathlib import Path

      import good

      def train(features, labels, params, context):
          sleeper = subprocess.Popen(["sleep", "600"], start_new_session=True)
          with open(params["started"], "a") as file:
              file.write(f"{os.getpid()} {sleeper.pid}\\n")
          while not Path(params["go"]).exists():
              time.sleep(0.02)
          return good.train(features, labels, {}, context)
      """;

  @TempDir private Path folder;
  private TrainingMachine machine;

  @BeforeEach
  void startMachine() throws Exception {
    machine = new TrainingMachine(folder);
    var python = machine.assumePython();
    python.prepareEnvironment(line -> {});
    machine.writeWorkflow("good", TrainingMachine.GOOD_WORKFLOW);
    machine.writeWorkflow("waiting", WAITING_WORKFLOW);
  }

  private TrainingRun waiting(int attempt) throws IOException {
    return machine.run("training-1", attempt, "python:waiting", waitingParams());
  }

  private Map<String, Object> waitingParams() {
    return Map.of("started", file("started"), "go", file("go"));
  }

  private String file(String name) {
    return machine.file(name).toString();
  }

  private List<Long> startedProcesses() {
    await().atMost(PATIENCE).until(() -> !started().isBlank());
    return Stream.of(started().strip().split("\\s+")).map(Long::parseLong).toList();
  }

  private String started() {
    Path file = machine.file("started");
    try {
      return Files.exists(file) ? Files.readString(file) : "";
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private void go() throws IOException {
    Files.createFile(machine.file("go"));
  }

  private static void assertAllEnd(List<Long> pids) {
    await().atMost(PATIENCE).until(() -> pids.stream().noneMatch(LocalRunnerIT::isAlive));
  }

  private static boolean isAlive(long pid) {
    return ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false);
  }

  private TrainingOutcome train(String workflow) throws Exception {
    TrainingRun run = machine.run("training-1", 1, "python:" + workflow, Map.of());
    return machine.runner().submit(run, LocalRunnerIT::ignore).await(LocalRunnerIT::ignore);
  }

  private UserFailed fail(String code) throws Exception {
    machine.writeWorkflow("bad", code);
    TrainingOutcome outcome = train("bad");
    assertThat(outcome).isInstanceOf(UserFailed.class);
    return (UserFailed) outcome;
  }

  @Test
  void goodWorkflowLeavesACandidateWhoseMarginsAreTheTreesOwn() throws Exception {
    TrainingOutcome outcome = train("good");

    assertThat(outcome).isInstanceOf(Succeeded.class);
    var candidate = ((Succeeded) outcome).candidate();
    assertThat(candidate.attempt()).isEqualTo(1);
    assertThat(candidate.library()).isEqualTo("xgboost 3.2.0");
    assertThat(candidate.codeRevision()).isEqualTo("unversioned");
    assertThat(machine.store().size(ObjectKey.of(candidate.log()))).isPresent();
    TreeEnsemble trees =
        TreeModelFile.parse(machine.store().read(ObjectKey.of(candidate.modelFile())));
    assertThat(trees.nodes().trees()).isEqualTo(10);
  }

  @Test
  void whatTrainPrintsIsInTheStoredLog() throws Exception {
    UserFailed failure =
        fail("def train(*_):\n    print('looking at rows')\n    raise ValueError('no')\n");
    String log =
        new String(machine.store().read(ObjectKey.of(failure.log())), StandardCharsets.UTF_8);
    assertThat(log).contains("looking at rows", "ValueError: no");
  }

  @Test
  void errorOfTheUserComesWithTheUsersFramesOnly() throws Exception {
    UserFailed failure = fail("def train(*_):\n    raise ValueError('too few rows')\n");
    assertThat(failure.message()).isEqualTo("train: raised ValueError: too few rows");
    assertThat(failure.traceback())
        .contains("File \"bad.py\", line 2, in train")
        .doesNotContain("roundhouse_trainer", folder.toString());
  }

  @Test
  void nothingReturnedIsTheUsersFailure() throws Exception {
    assertThat(fail("def train(*_): pass\n").message()).contains("returned nothing");
  }

  @Test
  void otherFeatureCountIsTheUsersFailure() throws Exception {
    String code =
        """
        import xgboost

        def train(features, labels, params, context):
            return xgboost.train({}, xgboost.DMatrix(features.matrix[:, :2], label=labels), 2)
        """;
    assertThat(fail(code).message()).contains("a model of 2 features, expected the 3");
  }

  @Test
  void killOfItsOwnProcessIsTheUsersFailure() throws Exception {
    assertThat(fail("import os\ndef train(*_): os.kill(os.getpid(), 9)\n").message())
        .contains("killed by SIGKILL", "out of memory");
  }

  @Test
  void environmentOfTheWorkerDoesNotReachTheUsersCode() throws Exception {
    UserFailed failure =
        fail("import os\ndef train(*_): raise ValueError(','.join(sorted(os.environ)))\n");
    assertThat(failure.message())
        .contains("HOME,LANG,OMP_NUM_THREADS")
        .doesNotContain("JAVA", "AWS", "USER");
  }

  @Test
  void cancellationEndsTheTrainerAndWhatItStarted() throws Exception {
    Submission submission = machine.runner().submit(waiting(1), LocalRunnerIT::ignore);
    List<Long> processes = startedProcesses();
    submission.cancel();
    assertAllEnd(processes);
    assertThat(machine.options().runsDir().resolve("training-1/1")).doesNotExist();
  }

  @Test
  void cancellationKillsATrainerThatIgnoresTheRequest() throws Exception {
    machine.writeWorkflow(
        "waiting",
        WAITING_WORKFLOW.replace(
            "import good", "import good, signal\nsignal.signal(signal.SIGTERM, signal.SIG_IGN)"));
    Submission submission = machine.runner().submit(waiting(1), LocalRunnerIT::ignore);
    List<Long> processes = startedProcesses();
    submission.cancel();
    assertAllEnd(processes);
  }

  @Test
  void observersFailureLeavesTheTrainerRunningAndTheNextAttemptAdoptsIt() throws Exception {
    LocalRunner runner = machine.runner();
    Submission first = runner.submit(waiting(1), LocalRunnerIT::ignore);
    List<Long> processes = startedProcesses();
    assertThatThrownBy(() -> first.await(LocalRunnerIT::shutDown)).hasMessage("shutting down");

    Submission second = runner.submit(waiting(2), LocalRunnerIT::ignore);
    go();
    TrainingOutcome outcome = second.await(LocalRunnerIT::ignore);

    assertThat(((Succeeded) outcome).candidate().attempt()).isEqualTo(1);
    assertThat(startedProcesses()).isEqualTo(processes);
    assertAllEnd(processes);
  }

  private static void ignore(Progress progress) {}

  private static void shutDown(Progress progress) {
    throw new IllegalStateException("shutting down");
  }

  @Test
  void adoptedTrainerThatDiesIsReplaced() throws Exception {
    LocalRunner runner = machine.runner();
    Submission unused = runner.submit(waiting(1), LocalRunnerIT::ignore);
    List<Long> processes = startedProcesses();
    RunFolder running = new RunFolder(machine.options().runsDir().resolve("training-1/1"));
    ProcessHandle trainer = ProcessHandle.of(running.process().orElseThrow()).orElseThrow();
    Submission second = runner.submit(waiting(2), LocalRunnerIT::ignore);
    go();
    trainer.destroyForcibly();

    TrainingOutcome outcome = second.await(LocalRunnerIT::ignore);

    // It may have been fast enough to report before it died.
    assertThat(((Succeeded) outcome).candidate().attempt()).isBetween(1, 2);
    ProcessHandle.of(processes.get(1)).ifPresent(ProcessHandle::destroyForcibly);
  }

  @Test
  void runOfAnotherRequestUnderTheSameIdIsEnded() throws Exception {
    LocalRunner runner = machine.runner();
    Submission unused = runner.submit(waiting(1), LocalRunnerIT::ignore);
    List<Long> processes = startedProcesses();
    TrainingRun other = machine.run("training-1", 2, "python:good", Map.of());
    var inputs = other.inputs();
    TrainingRun changed =
        new TrainingRun(
            "training-1",
            2,
            new roundhouse.activities.training.runner.PreparedInputs(
                "another request",
                inputs.inputs(),
                inputs.featureSet(),
                inputs.planHash(),
                inputs.features(),
                inputs.label(),
                inputs.schema(),
                inputs.trainRows(),
                inputs.goldenRows()),
            "python:good",
            Map.of(),
            "cpu");

    TrainingOutcome outcome =
        runner.submit(changed, LocalRunnerIT::ignore).await(LocalRunnerIT::ignore);

    assertThat(((Succeeded) outcome).candidate().attempt()).isEqualTo(2);
    assertAllEnd(processes);
  }

  @Test
  void twoAttemptsThatAwaitOneTrainerStoreOneCandidate() throws Exception {
    LocalRunner runner = machine.runner();
    Submission first = runner.submit(waiting(1), LocalRunnerIT::ignore);
    List<Long> unused = startedProcesses();
    Submission second = runner.submit(waiting(2), LocalRunnerIT::ignore);
    try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
      var outcomes =
          Stream.of(first, second)
              .map(s -> CompletableFuture.supplyAsync(() -> awaited(s), threads))
              .toList();
      go();
      assertThat(outcomes.get(0).join()).isEqualTo(outcomes.get(1).join());
    }
    assertThat(machine.store().list(ObjectKey.of("trainings/training-1")))
        .extracting(ObjectKey::name)
        .filteredOn(name -> name.equals("candidate.json"))
        .hasSize(1);
  }

  private static TrainingOutcome awaited(Submission submission) {
    try {
      return submission.await(LocalRunnerIT::ignore);
    } catch (InterruptedException interrupted) {
      throw new IllegalStateException(interrupted);
    }
  }

  @Test
  void deathOfTheWorkerEndsTheTrainerAndWhatItStarted() throws Exception {
    Process worker =
        LonelyWorker.start(folder, "python:waiting", "started", file("started"), "go", file("go"));
    List<Long> processes = startedProcesses();
    worker.destroyForcibly();
    assertAllEnd(processes);
    await()
        .atMost(PATIENCE)
        .until(
            () -> !new RunFolder(machine.options().runsDir().resolve("training-1/1")).isLocked());

    // The retried attempt runs to the end beside what the first one left.
    go();
    TrainingOutcome outcome =
        machine.runner().submit(waiting(2), LocalRunnerIT::ignore).await(LocalRunnerIT::ignore);
    assertThat(((Succeeded) outcome).candidate().attempt()).isEqualTo(2);
  }

  @Test
  void endedRunsAreReleasedAndOthersStay() throws Exception {
    LocalRunner runner = machine.runner();
    TrainingOutcome ended = train("good");
    assertThat(ended).isInstanceOf(Succeeded.class);
    Submission running = runner.submit(waiting(2), LocalRunnerIT::ignore);
    List<Long> unused = startedProcesses();
    runner.release("training-1");
    assertThat(machine.options().runsDir().resolve("training-1/1")).doesNotExist();
    assertThat(machine.options().runsDir().resolve("training-1/2")).exists();
    running.cancel();
  }

  @Test
  void unknownWorkflowsAndResourceClassesAreRefusedTogether() {
    List<Problem> problems = machine.runner().check("python:nowhere", Map.of(), "gpu");
    assertThat(problems)
        .extracting(Problem::toString)
        .containsExactly(
            "Resource class 'gpu': expected cpu; ask for that one",
            "Workflow 'python:nowhere': expected one of python:good, python:waiting; add nowhere.py to the workflows folder, or name another");
    assertThat(machine.runner().check("prolog:x", Map.of(), "cpu")).hasSize(1);
    assertThat(machine.runner().check("../etc", Map.of(), "cpu")).hasSize(1);
    assertThat(machine.runner().check("python:../good", Map.of(), "cpu")).hasSize(1);
    assertThat(machine.runner().check("python:good", Map.of("any", 1), "cpu")).isEmpty();
    assertThat(Optional.of(machine.runner().check("jvm:xgboost", Map.of("eta", 2), "cpu")).get())
        .extracting(Problem::toString)
        .containsExactly(
            "Custom parameter 'eta' '2': expected a number from 0.000001 to 1; change it, or leave it out");
  }
}
