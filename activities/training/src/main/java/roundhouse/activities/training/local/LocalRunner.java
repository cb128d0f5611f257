package roundhouse.activities.training.local;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.activities.training.jvm.JvmTrainer;
import roundhouse.activities.training.python.PythonTrainer;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.activities.training.runner.TrainingRun;
import roundhouse.activities.training.runner.TrainingRunner;
import roundhouse.activities.training.trainer.RunFolder;
import roundhouse.activities.training.trainer.Trainer;
import roundhouse.activities.training.trainer.TrainerRequest;
import roundhouse.storage.ObjectStore;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;

/// Runs each trainer as a process of this machine, in its own session and process group. It ends
/// when the worker that started it does. Safe for use by many threads.
public final class LocalRunner implements TrainingRunner {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRunner.class);
  private static final String ONLY_RESOURCE_CLASS = "cpu";

  private final Map<String, Trainer> trainers;
  private final RunFolders folders;
  private final RunStore runStore;
  private final TrainingOptions options;

  public LocalRunner(ObjectStore store, TrainingOptions options, Map<String, Trainer> trainers) {
    this.trainers = Map.copyOf(trainers);
    this.folders = new RunFolders(options.runsDir());
    this.runStore = new RunStore(store);
    this.options = options;
  }

  /// With the trainers that there are: `python` and `jvm`.
  public static LocalRunner using(ObjectStore store, TrainingOptions options) {
    return new LocalRunner(
        store,
        options,
        Map.of("python", new PythonTrainer(options), "jvm", new JvmTrainer(options)));
  }

  @Override
  public List<Problem> check(String workflow, Map<String, Object> params, String resourceClass) {
    List<Problem> problems = new ArrayList<>();
    if (!resourceClass.equals(ONLY_RESOURCE_CLASS)) {
      problems.add(
          new Problem("Resource class", resourceClass, ONLY_RESOURCE_CLASS, "ask for that one"));
    }
    Optional<WorkflowName> name =
        WorkflowName.parse(workflow).filter(n -> trainers.containsKey(n.trainer()));
    if (name.isEmpty()) {
      problems.add(
          new Problem(
              "Workflow", workflow, "python:<name> or jvm:xgboost", "correct the workflow's name"));
    } else {
      problems.addAll(trainerOf(name.get()).check(name.get().name(), params));
    }
    return problems;
  }

  @Override
  public Submission submit(TrainingRun run, Consumer<Progress> observer)
      throws InterruptedException {
    for (RunFolder folder : folders.runningOf(run.trainingId())) {
      Optional<TrainerProcess> earlier = TrainerProcess.find(folder);
      if (earlier.isPresent() && folder.request().specification().equals(run.specification())) {
        LOG.info("Training {}: adopting the run of {}", run.trainingId(), folder.path());
        return new AdoptedRun(
            new LocalRun(earlier.get(), runStore, options), folder, told -> start(run, told));
      }
      earlier.ifPresent(process -> process.end(options.cancellationGrace()));
    }
    return start(run, observer);
  }

  @Override
  public void release(String trainingId) {
    folders.deleteEnded(trainingId);
  }

  private LocalRun start(TrainingRun run, Consumer<Progress> observer) throws InterruptedException {
    WorkflowName name = WorkflowName.parse(run.workflow()).orElseThrow();
    Trainer.Launch launch =
        trainerOf(name)
            .prepare(
                name.name(),
                line -> observer.accept(new Progress("preparing the trainer", 0, line)));
    RunFolder folder = folders.of(run.trainingId(), run.attempt());
    folder.clear();
    Runnable tick =
        () -> observer.accept(new Progress("preparing the trainer", 0, "fetching rows"));
    runStore.fetch(run.inputs().trainRows(), folder.trainRows(), tick);
    runStore.fetch(run.inputs().goldenRows(), folder.goldenRows(), tick);
    folder.writeRequest(request(run, name.name(), launch.codeRevision()));
    return new LocalRun(TrainerProcess.start(launch, folder), runStore, options);
  }

  private TrainerRequest request(TrainingRun run, String workflow, String codeRevision) {
    return new TrainerRequest(
        run.trainingId(),
        run.attempt(),
        run.specification(),
        codeRevision,
        workflow,
        options.workflowsDir().toAbsolutePath().toString(),
        run.inputs().label(),
        run.inputs().features(),
        run.params(),
        run.seed(),
        options.threads(),
        options.cancellationGrace().toMillis());
  }

  private Trainer trainerOf(WorkflowName name) {
    Trainer trainer = trainers.get(name.trainer());
    if (trainer == null) {
      throw new IllegalArgumentException(
          "Workflow '%s': no such trainer; expected one of %s".formatted(name, trainers.keySet()));
    }
    return trainer;
  }

  /// A workflow's name in its two parts.
  private record WorkflowName(String trainer, String name) {
    static Optional<WorkflowName> parse(String workflow) {
      int colon = workflow.indexOf(':');
      return colon < 0
          ? Optional.empty()
          : Optional.of(
              new WorkflowName(workflow.substring(0, colon), workflow.substring(colon + 1)));
    }
  }
}
