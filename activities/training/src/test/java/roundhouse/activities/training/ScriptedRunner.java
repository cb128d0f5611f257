package roundhouse.activities.training;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.activities.training.runner.TrainingRun;
import roundhouse.activities.training.runner.TrainingRunner;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;

/// A runner that trains nothing and ends as a test says.
public final class ScriptedRunner implements TrainingRunner {
  public final List<TrainingRun> submitted = new ArrayList<>();
  public final List<TrainingRun> cancelled = new ArrayList<>();
  public final List<String> released = new ArrayList<>();
  private final Function<TrainingRun, TrainingOutcome> script;

  public ScriptedRunner(Function<TrainingRun, TrainingOutcome> script) {
    this.script = script;
  }

  public static ScriptedRunner thatNeverRuns() {
    return new ScriptedRunner(
        run -> {
          throw new IllegalStateException("nothing was to be run");
        });
  }

  @Override
  public List<Problem> check(String workflow, Map<String, Object> params, String resourceClass) {
    return workflow.equals("jvm:xgboost")
        ? List.of()
        : List.of(new Problem("Workflow", workflow, "jvm:xgboost", "name that one"));
  }

  @Override
  public Submission submit(TrainingRun run, Consumer<Progress> observer) {
    submitted.add(run);
    return new Submission() {
      @Override
      public TrainingOutcome await(Consumer<Progress> told) {
        told.accept(new Progress("training", 0.5, "half-way"));
        return script.apply(run);
      }

      @Override
      public void cancel() {
        cancelled.add(run);
      }
    };
  }

  @Override
  public void release(String trainingId) {
    released.add(trainingId);
  }
}
