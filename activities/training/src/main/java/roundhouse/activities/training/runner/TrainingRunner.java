package roundhouse.activities.training.runner;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import roundhouse.temporal.contracts.Problem;
import roundhouse.temporal.contracts.Progress;

/// Where trainers run: a process beside the worker now, a Kubernetes Job later. A run reads its
/// inputs from the object store and leaves its candidate there; it never decides which candidate
/// counts.
public interface TrainingRunner {
  /// What is wrong with a workflow, its parameters or the resource class, before anything is run;
  /// empty where it could be run.
  List<Problem> check(String workflow, Map<String, Object> params, String resourceClass);

  /// Starts the run. Where another attempt of the same training with the same
  /// [specification][TrainingRun#specification()] still runs, that one is adopted instead; one with
  /// another specification is ended first. May have much to prepare, and meanwhile tells `observer`
  /// of it as [Submission#await] does.
  Submission submit(TrainingRun run, Consumer<Progress> observer) throws InterruptedException;

  /// Removes what is kept of a training's ended runs: its result, or its failure, stands. Runs
  /// under way stay.
  void release(String trainingId);

  /// A run under way.
  interface Submission {
    /// Waits for the run's end and tells `observer` of progress, at least once in each heartbeat
    /// interval even where there is none. An exception of the observer leaves the run as it is and
    /// is thrown on: only [#cancel()] ends a run. Whatever the outcome, the attempt's log is then
    /// in the object store.
    TrainingOutcome await(Consumer<Progress> observer) throws InterruptedException;

    /// Ends the run and everything it started, and returns when nothing of it is left.
    void cancel();
  }
}
