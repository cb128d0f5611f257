package roundhouse.activities.training.local;

import java.util.Optional;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import roundhouse.activities.training.runner.TrainingOptions;
import roundhouse.activities.training.runner.TrainingOutcome;
import roundhouse.activities.training.runner.TrainingRunner.Submission;
import roundhouse.activities.training.trainer.ReportedProgress;
import roundhouse.activities.training.trainer.RunFolder;
import roundhouse.temporal.contracts.Progress;

/// A trainer under way on this machine, started by this attempt or adopted from another.
final class LocalRun implements Submission {
  private static final Logger LOG = LoggerFactory.getLogger(LocalRun.class);

  private final TrainerProcess process;
  private final RunStore store;
  private final TrainingOptions options;

  LocalRun(TrainerProcess process, RunStore store, TrainingOptions options) {
    this.process = process;
    this.store = store;
    this.options = options;
  }

  @Override
  public TrainingOutcome await(Consumer<Progress> observer) throws InterruptedException {
    while (!process.endsWithin(options.heartbeatInterval())) {
      observer.accept(progress());
    }
    RunFolder folder = process.folder();
    if (folder.report().isEmpty()) {
      // It was killed: what it started may have outlived it.
      process.kill();
    }
    TrainingOutcome outcome = store.collect(folder);
    LOG.info("Run folder {}: {}", folder.path(), outcome.getClass().getSimpleName());
    return outcome;
  }

  private Progress progress() {
    Optional<ReportedProgress> latest = process.folder().latestProgress();
    return latest
        .map(reported -> new Progress("training", reported.fraction(), reported.text()))
        .orElse(new Progress("training", 0, "starting the trainer"));
  }

  @Override
  public void cancel() {
    process.end(options.cancellationGrace());
    process.folder().delete();
  }
}
